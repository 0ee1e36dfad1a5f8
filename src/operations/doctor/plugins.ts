import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import type { Vendor } from "../../components/needs.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { askPulumi } from "../engine/pulumi.ts";
import { type Finding, fine, notKnown, trying, wrong } from "./finding.ts";

const own = z.looseObject({
  plugins: z.looseObject({ providers: z.array(z.looseObject({ name: z.string(), path: z.string().optional() })) }),
});

const installed = z.array(z.object({ name: z.string(), kind: z.string(), version: z.string().optional() }));

/** Official plugins, by the vendor that they call. */
const official: { readonly [vendor in Vendor]?: string } = { Cloudflare: "cloudflare", GitHub: "github" };

/** Parity's own plugin, where Pulumi.yaml says, and the official ones of these vendors, where the engine keeps them. */
export async function checkPlugins(folder: string, vendors: ReadonlySet<Vendor>): Promise<readonly Finding[]> {
  const names = [...vendors].flatMap((vendor) => official[vendor] ?? []);
  if (names.length === 0) return [checkOwn(folder)];
  const found = await trying("official plugins", async () => {
    const answer = installed.parse(JSON.parse(await askPulumi(["plugin", "ls", "--json"])));
    return names.map((name) => checkOfficial(name, answer));
  });
  return [checkOwn(folder), ...found];
}

function checkOwn(folder: string): Finding {
  const what = "parity plugin";
  const read = own.safeParse(parse(readFileSync(resolve(folder, "Pulumi.yaml"), "utf8"), { logLevel: "silent" }));
  const path = read.data?.plugins.providers.find(({ name }) => name === "parity")?.path;
  if (path === undefined) return notKnown(what, "Pulumi.yaml names no path of it, so that the engine looks for it");
  const place = resolve(folder, path);
  const programs = ["pulumi-resource-parity", "pulumi-resource-parity.cmd", "PulumiPlugin.yaml"];
  if (programs.some((program) => existsSync(resolve(place, program)))) return fine(what, place);
  return wrong(
    what,
    new Problem({
      code: "plugin-not-found",
      where: { file: "Pulumi.yaml", path: ["plugins", "providers"] },
      what: `The parity plugin is not in ${place}, where Pulumi.yaml says that it is.`,
      fix: "install the project's packages (npm ci), or write the path of the folder that holds pulumi-resource-parity",
    }),
  );
}

function checkOfficial(name: string, plugins: z.infer<typeof installed>): Finding {
  const what = `${name} plugin`;
  const version = packageVersion(name);
  const found = plugins.filter((plugin) => plugin.kind === "resource" && plugin.name === name);
  if (found.some((plugin) => plugin.version === version)) return fine(what, version);
  const others = found.map((plugin) => plugin.version).join(", ");
  return wrong(
    what,
    new Problem({
      code: "plugin-not-installed",
      severity: "warning",
      what: `The ${name} plugin ${version} is not installed${others === "" ? "" : `, only ${others}`}.`,
      why: "The first run that needs it downloads it, where it can.",
      fix: "get it now, while nothing waits for it",
      commands: [line`pulumi plugin install resource ${name} ${version}`],
    }),
  );
}

/** The engine takes the plugin of the package's own version. */
function packageVersion(name: string): string {
  const manifest = createRequire(import.meta.url).resolve(`@pulumi/${name}/package.json`);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, "utf8"))).version;
}
