import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { cloudflareCloud } from "../../sandbox/clouds/cloudflare/index.ts";
import { flyCloud } from "../../sandbox/clouds/fly/index.ts";
import { neonCloud } from "../../sandbox/clouds/neon/index.ts";
import type { PropertyMap } from "../../src/plugin/property-values.ts";
import { configEnvironment, connectClouds, pluginConfig, secretConfig } from "../../src/provider/clouds.ts";
import { definitions } from "../../src/provider/definitions.ts";
import { PluginFailure, startPlugin, type TestPlugin } from "../plugin/harness.ts";
import { accept } from "../plugin/lifecycle.ts";
import { account, organization, startCloud, tokens } from "../stage/clouds.ts";
import { skipPauses } from "../stage/pauses.ts";
import { closeWithTest } from "../stage/server.ts";

beforeEach(skipPauses);

const CANARY = "canary/of a secret";
const PIN = "4711";
const SECRETS = /canary\/of a secret|fm2_[\w=-]{20,}|npg_\w{12}|(?<="password":")[^"]+/g;

/** A vendor that refuses one call and quotes every secret that went through it before, cut where ours cuts. */
async function startEcho(target: string, secrets: Set<string>) {
  const echo = { url: "", failAt: 0, asked: 0 };
  const server = createServer(async (request, response) => {
    echo.asked += 1;
    const body = await text(request);
    for (const secret of body.match(SECRETS) ?? []) secrets.add(secret);
    if (echo.asked === echo.failAt) {
      const message = [...secrets, PIN, "x".repeat(470), ...secrets].join(" ");
      response.writeHead(422, { "content-type": "application/json" });
      return response.end(JSON.stringify({ error: message, message, errors: [{ code: 1, message }] }));
    }
    const { host: _host, "content-length": _length, connection: _connection, ...headers } = request.headers;
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? "GET",
      headers: headers as Record<string, string>,
      ...(body !== "" && { body }),
    });
    const told = await answer.text();
    for (const secret of told.match(SECRETS) ?? []) secrets.add(secret);
    return response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(told);
  });
  closeWithTest(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  echo.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return echo;
}

async function start() {
  const secrets = new Set<string>();
  const [fly, neon, cloudflare] = await Promise.all(
    [startCloud(flyCloud), startCloud(neonCloud), startCloud(cloudflareCloud)].map(async (cloud) =>
      startEcho((await cloud).url, secrets),
    ),
  );
  if (!fly || !neon || !cloudflare) throw new Error("no clouds");
  const plugin = await startPlugin({
    ...{ name: "parity", version: "0.0.0", config: pluginConfig, secretConfig, environment: configEnvironment },
    resources: definitions,
    connect: connectClouds,
  });
  onTestFinished(() => plugin.close());
  await plugin.configure({
    ...{ flyToken: tokens.fly, flyFlapsUrl: fly.url, flyApiUrl: fly.url },
    ...{ neonApiKey: tokens.neon, neonBaseUrl: `${neon.url}/api/v2` },
    ...{ cloudflareApiToken: tokens.cloudflare, cloudflareBaseUrl: `${cloudflare.url}/client/v4` },
  });
  const make = async (token: string, given: PropertyMap) => plugin.create(token, await accept(plugin, token, given));
  return { plugin, secrets, echoes: [fly, neon, cloudflare], cloudflare, make };
}
type Stand = Awaited<ReturnType<typeof start>>;

/** A resource of each type that has a secret: what it stands on, and two sets of inputs for it. */
const types: Readonly<Record<string, (stand: Stand, name: string) => Promise<readonly [PropertyMap, PropertyMap]>>> = {
  "parity:fly:Secrets": async ({ make }, name) => {
    await make("parity:fly:App", { name, organization: "acme" });
    const values = { A: CANARY, PIN };
    return [
      { app: name, values },
      { app: name, values: { ...values, B: "more" } },
    ];
  },
  "parity:fly:DeployToken": async ({ make }, name) => {
    await make("parity:fly:App", { name, organization: "acme" });
    return [
      { app: name, name: "github" },
      { app: name, name: "github" },
    ];
  },
  "parity:fly:PostgresUser": async ({ make }, name) => {
    const { id } = await make("parity:fly:Postgres", { name, organization: "acme", region: "ord", plan: "basic" });
    return [
      { cluster: id, username: "worker", role: "reader" },
      { cluster: id, username: "worker", role: "writer" },
    ];
  },
  "parity:neon:Project": async (_stand, name) => {
    const inputs = { name, region: "aws-us-east-1", organization, role: "app_owner", database: "app" };
    return [inputs, { ...inputs, historyRetentionSeconds: 3600 }];
  },
  "parity:neon:Role": async ({ make }, name) => {
    const more = { region: "aws-us-east-1", organization, role: "app_owner", database: "app" };
    const { outputs } = await make("parity:neon:Project", { name, ...more });
    const inputs = { projectId: outputs.projectId ?? "", branchId: outputs.branchId ?? "", name: "worker" };
    return [inputs, { ...inputs, generation: 2 }];
  },
  "parity:pages:Variables": async ({ cloudflare }, name) => {
    await fetch(`${cloudflare.url}/client/v4/accounts/${account}/pages/projects`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens.cloudflare}`, "content-type": "application/json" },
      body: JSON.stringify({ name, production_branch: "main" }),
    });
    const inputs = { accountId: account, project: name, slot: "preview", plain: {}, secret: { A: CANARY, PIN } };
    return [inputs, { ...inputs, plain: { B: "more" } }];
  },
};

/**
 * Runs an operation with its first call refused, then with its second, until it makes no call more, and looks for secrets in what
 * is said. `known`: those that the resource has already. Answers how often one was hidden.
 */
async function refuseEach(
  { echoes, secrets }: Stand,
  known: Iterable<string>,
  run: (nth: number) => Promise<() => Promise<unknown>>,
): Promise<number> {
  const before = [...known];
  let hidden = 0;
  for (let nth = 1; ; nth++) {
    const operation = await run(nth);
    secrets.clear();
    for (const secret of before) secrets.add(secret);
    for (const echo of echoes) Object.assign(echo, { asked: 0, failAt: nth });
    const failure = await operation().catch((error: unknown) => error);
    const reached = echoes.some(({ asked }) => asked >= nth);
    for (const echo of echoes) echo.failAt = 0;
    const said = failure instanceof PluginFailure ? [failure.message, ...(failure.remains?.reasons ?? [])] : [];
    for (const one of said) for (const secret of secrets) expect(one).not.toContain(secret.slice(0, 8));
    if (secrets.has(CANARY)) expect(said.join()).not.toContain(PIN);
    hidden += said.filter((one) => one.includes("[secret]")).length;
    if (!reached) return hidden;
  }
}

async function update(
  plugin: TestPlugin,
  token: string,
  id: string,
  kept: Parameters<TestPlugin["update"]>[2],
  news: PropertyMap,
) {
  return plugin.update(token, id, kept, await accept(plugin, token, news, kept.inputs));
}

test.each(Object.entries(types))(
  "no call of %s shows a secret of it that the vendor quotes",
  async (token, prepare) => {
    const stand = await start();
    const { plugin, secrets, make } = stand;
    let hidden = await refuseEach(stand, [], async (nth) => {
      const [inputs] = await prepare(stand, `made-${nth}`);
      return () => make(token, inputs);
    });
    const [inputs, news] = await prepare(stand, "kept");
    secrets.clear();
    const { id, ...kept } = await make(token, inputs);
    const known = new Set(secrets);
    hidden += await refuseEach(stand, known, async () => () => plugin.read(token, id, kept));
    hidden += await refuseEach(stand, known, async () => () => update(plugin, token, id, kept, news));
    hidden += await refuseEach(stand, known, async () => () => plugin.delete(token, id, kept));
    expect(hidden).toBeGreaterThan(1);
  },
);
