import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { Fault } from "../../../sandbox/clouds/core/faults.ts";
import { Journal, type JournalEntry } from "../../../sandbox/clouds/core/journal.ts";
import { serveCloud } from "../../../sandbox/clouds/core/server.ts";
import { Store } from "../../../sandbox/clouds/core/store.ts";
import { flyCloud } from "../../../sandbox/clouds/fly/index.ts";
import { createFlyClient, type FlyClient } from "../../../src/clouds/fly/client.ts";
import type { AnyDefinition } from "../../../src/plugin/resource.ts";
import { type Clouds, configEnvironment, connectClouds, pluginConfig } from "../../../src/provider/clouds.ts";
import { startPlugin, type TestPlugin } from "../../plugin/harness.ts";

const TOKEN = "fo1_sandbox";

const seed = {
  tokens: { fly: TOKEN, neon: "", cloudflare: "", github: "" },
  flyOrganizations: ["acme", "other"],
  neonOrganizations: [],
  cloudflareAccounts: [],
  cloudflareZones: [],
  githubRepositories: [],
};

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

export interface FlyStand {
  readonly plugin: TestPlugin;
  /** Names of the calls that Fly saw since the last look, those that change something only. */
  readonly takeWrites: () => string[];
  /** All calls that Fly saw since the last look. */
  readonly takeCalls: () => JournalEntry[];
  /** Makes the next calls of an operation go wrong. */
  readonly fail: (operation: string, kind: Fault["kind"], options?: { status?: number; times?: number }) => void;
  /** Calls Fly as somebody else does, past the plugin. Answers the parsed body. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** A client of the same Fly, past the plugin. */
  readonly client: FlyClient;
  readonly state: Store<ReturnType<typeof flyCloud.empty>>["state"];
}

/** An emulated Fly with nothing in it, and the plugin with these definitions in front of it. Ends with the test. */
export async function startFly(...definitions: AnyDefinition<Clouds>[]): Promise<FlyStand> {
  const folder = mkdtempSync(join(tmpdir(), "parity-fly-"));
  const store = new Store(flyCloud, join(folder, "fly.json"), seed);
  const journal = new Journal(join(folder, "journal.jsonl"));
  const faults: Fault[] = [];
  const { url, server } = await serveCloud({ cloud: flyCloud, store, journal, faults });
  const plugin = await startPlugin({
    name: "parity",
    version: "0.0.0",
    config: pluginConfig,
    environment: configEnvironment,
    resources: definitions,
    connect: connectClouds,
  });
  await plugin.configure({ flyToken: TOKEN, flyFlapsUrl: url, flyApiUrl: url });
  running.push(async () => {
    await plugin.close();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  const take = () => {
    const entries = journal.read();
    journal.clear();
    return entries;
  };
  return {
    plugin,
    state: store.state,
    client: createFlyClient({ token: TOKEN, flapsUrl: url, apiUrl: url }),
    takeCalls: take,
    takeWrites: () =>
      take()
        .filter(({ method, path }) => method !== "GET" && path !== "/graphql")
        .map(({ operation }) => operation),
    fail: (operation, kind, { status, times = 1 } = {}) =>
      faults.push({ operation, kind, times, ...(status !== undefined && { status }) }),
    call: async (method, path, body) => {
      const response = await fetch(`${url}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${TOKEN}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return text === "" ? undefined : JSON.parse(text);
    },
  };
}
