import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { z } from "zod";
import type { Cloud, Seed } from "../../../sandbox/clouds/core/cloud.ts";
import type { Fault } from "../../../sandbox/clouds/core/faults.ts";
import { Journal } from "../../../sandbox/clouds/core/journal.ts";
import { serveCloud } from "../../../sandbox/clouds/core/server.ts";
import { Store } from "../../../sandbox/clouds/core/store.ts";
import { type BridgeOptions, createBridgedService } from "../../../sandbox/plugins/core/bridge.ts";
import type { PluginOptions } from "../../../src/plugin/server.ts";
import { startPlugin } from "../../plugin/harness.ts";

/** One request as the cloud understood it. Headers with lower-case names. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export const account = "4f1d7c0a9b2e4c6f8a0b1c2d3e4f5a6b";
export const zone = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
export const tokens = {
  fly: "fo1_sandbox",
  neon: "napi_sandbox",
  cloudflare: "sandbox-cloudflare-token-of-40-characters",
  github: "ghp_sandbox",
};

const seed: Seed = {
  tokens,
  flyOrganizations: [],
  neonOrganizations: [],
  cloudflareAccounts: [account],
  cloudflareZones: [{ id: zone, name: "plyr.fm", account }],
  githubRepositories: ["zzstoatzz/plyr.fm"],
};

/** Serves a cloud for one test, and notes every request that it could route. */
export async function startCloud<S>(cloud: Cloud<S>) {
  const folder = mkdtempSync(join(tmpdir(), "stub-"));
  const seen: Seen[] = [];
  const faults: Fault[] = [];
  const store = new Store(cloud, join(folder, "state.json"), seed);
  const journal = new Journal(join(folder, "journal.jsonl"));
  const operations = cloud.operations.map((operation) => ({
    ...operation,
    handle: (request: Parameters<typeof operation.handle>[0]) => {
      const { method, url, body, headers } = request;
      seen.push({ method, path: url, body, headers });
      return operation.handle(request);
    },
  }));
  const { url, server } = await serveCloud({ cloud: { ...cloud, operations }, store, journal, faults });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  /** Takes the requests noted since the last call, as `METHOD path` or, with a body, `[METHOD path, body]`. */
  const taken = () =>
    seen.splice(0).map(({ method, path, body }) => {
      const line = `${method} ${decodeURI(path)}`;
      return body === undefined ? line : [line, body];
    });
  return { url, state: store.state, journal, faults, seen, taken };
}

/** One answer of a server that says what it is told to. `cut` closes the connection instead. */
export type Script =
  | "cut"
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown };

/** Serves the answers in turn, the last one for ever. `requests` are `METHOD path`; `busiest` is the most at one time. */
export async function startScript(...answers: readonly Script[]) {
  const script = { url: "", requests: [] as string[], busiest: 0 };
  let waiting = 0;
  const server = createServer(async (incoming, outgoing) => {
    const answer = answers[Math.min(script.requests.length, answers.length - 1)];
    script.requests.push(`${incoming.method} ${incoming.url}`);
    waiting += 1;
    script.busiest = Math.max(script.busiest, waiting);
    await sleep(20);
    waiting -= 1;
    if (answer === "cut" || answer === undefined) incoming.socket.destroy();
    else outgoing.writeHead(answer.status, answer.headers).end(answer.body && JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  script.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return script;
}

/** Starts a plugin in this process for one test: its definitions alone, or as the engine gets it. */
export async function startStub<Config extends z.ZodObject, C>(
  options: PluginOptions<Config, C>,
  settings: Record<string, string | number>,
  bridge?: BridgeOptions,
) {
  const plugin = await startPlugin(options, bridge && ((session) => createBridgedService(session, bridge)));
  onTestFinished(() => plugin.close());
  await plugin.configure(settings);
  return plugin;
}
