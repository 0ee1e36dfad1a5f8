import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import toml from "@iarna/toml";
import { closeWithTest } from "../server.ts";
import { deploy } from "./deploy.ts";
import { FlyApi } from "./fly.ts";
import type { FlyToml } from "./machine-config.ts";
import { listReleases } from "./releases.ts";
import { scale } from "./scale.ts";
import { createDeployToken } from "./tokens.ts";

/**
 * A stub of flyctl for the steps of the rendered workflows: it makes the calls that flyctl makes of Fly, at `url`, and builds
 * nothing. Answers the body of a script for the command, which asks this process: a Node of its own would start slowly.
 * @param templates names of apps whose fly.toml another one is deployed with, which flyctl does at each `--app`
 */
export async function stubFlyctl(url: string, templates: readonly string[] = []): Promise<string> {
  const server = createServer(async (request, response) => {
    const [cwd = "", token = "", ...args] = (await text(request)).split("\n");
    try {
      response.end(await run(new FlyApi(url, token), cwd, args, templates));
    } catch (error) {
      response.writeHead(400).end(`Error: ${(error as Error).message}\n`);
    }
  });
  closeWithTest(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const words = "IFS=$'\\n'; words=\"$PWD\n$FLY_API_TOKEN\n$*\"";
  return `${words}\nexec /usr/bin/curl --silent --noproxy '*' --fail-with-body --data-binary "$words" http://127.0.0.1:${port}`;
}

async function run(fly: FlyApi, cwd: string, args: readonly string[], templates: readonly string[]): Promise<string> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      app: { type: "string", short: "a" },
      config: { type: "string", short: "c" },
      json: { type: "boolean" },
      image: { type: args[0] === "releases" ? "boolean" : "string" },
      "image-label": { type: "string" },
      "remote-only": { type: "boolean" },
      "no-public-ips": { type: "boolean" },
      "skip-release-command": { type: "boolean" },
      ha: { type: "string" },
      region: { type: "string" },
      yes: { type: "boolean" },
      env: { type: "string", multiple: true },
      "build-arg": { type: "string", multiple: true },
      name: { type: "string" },
      expiry: { type: "string" },
    },
  });
  const { app = "", config = "fly.toml", region = "", image, "image-label": label } = values;
  const [command, verb, ...words] = positionals;
  switch ([command, verb].join(" ").trim()) {
    case "releases":
      return listReleases(fly, app, values.json === true);
    case "machine list":
      return `${JSON.stringify(await fly.machines(app))}\n`;
    case "tokens create":
      return `${await createDeployToken(fly, app, values.name ?? "", values.expiry ?? "")}\n`;
    case "scale count":
      await scale(fly, app, words, region);
      return "";
    case "deploy": {
      const content = toml.parse(readFileSync(join(cwd, config), "utf8")) as unknown as FlyToml;
      if (content.app !== app && !templates.includes(content.app))
        throw new Error(`${config} is of ${content.app}, not of ${app}`);
      const { dockerfile } = content.build ?? {};
      const own = Object.fromEntries((values.env ?? []).map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
      return deploy(
        fly,
        app,
        { ...content, app, env: { ...content.env, ...own } },
        {
          ...(typeof image === "string" && { image }),
          ...(label !== undefined && { label }),
          // One that fly.toml names is looked for beside it, another in the folder that flyctl runs in.
          dockerfile: dockerfile === undefined ? join(cwd, "Dockerfile") : join(cwd, dirname(config), dockerfile),
          skipsReleaseCommand: values["skip-release-command"] === true,
          publicAddresses: values["no-public-ips"] !== true,
        },
      );
    }
    default:
      throw new Error(`flyctl ${positionals.join(" ")} is not stubbed`);
  }
}
