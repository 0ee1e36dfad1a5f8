import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cloud, Seed } from "../../sandbox/clouds/core/cloud.ts";
import { calm } from "../../sandbox/clouds/core/conditions.ts";
import type { Fault } from "../../sandbox/clouds/core/faults.ts";
import { Journal } from "../../sandbox/clouds/core/journal.ts";
import { serveCloud } from "../../sandbox/clouds/core/server.ts";
import { Store } from "../../sandbox/clouds/core/store.ts";

/** What opens the emulated clouds. They are canaries: no state, journal, log or error may have one. */
export const tokens = {
  fly: "fo1_canary-0123456789",
  neon: "napi_canary_0123456789",
  cloudflare: "cloudflare-canary-token-of-40-characters",
  github: "ghp_canary0123456789canary0123456789cana",
};

export const account = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
export const otherAccount = "ffffffffffffffffffffffffffffffff";
export const zone = "00112233445566778899aabbccddeeff";
export const organization = "org-quiet-sea-12345678";
export const otherOrganization = "org-other-sea-87654321";

/** What a person has set up by hand before a test begins. */
const seed: Seed = {
  tokens,
  flyOrganizations: ["acme", "globex"],
  neonOrganizations: [organization, otherOrganization],
  cloudflareAccounts: [account, otherAccount],
  cloudflareZones: [{ id: zone, name: "plyr.fm", account }],
  githubRepositories: ["plyr-fm/plyr", "zzstoatzz/notes"],
};

/** One request that the cloud could route, with the body and headers that its journal does not keep. */
export interface Routed {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export type OpenedCloud<S = unknown> = Awaited<ReturnType<typeof openCloud<S>>>;

/**
 * An emulated cloud on 127.0.0.1 until it is closed, with nothing made in it; `setUp` differs from the seed. `begin` tells when
 * its time begins: by default always the same.
 */
export async function openCloud<S>(cloud: Cloud<S>, setUp: Partial<Seed> = {}, begin?: () => number) {
  const folder = mkdtempSync(join(tmpdir(), "cloud-"));
  const files = { state: join(folder, "state.json"), journal: join(folder, "journal.jsonl") };
  const store = new Store(cloud, files.state, { ...seed, ...setUp }, begin);
  const journal = new Journal(files.journal);
  const faults: Fault[] = [];
  const conditions = { ...calm };
  const routed: Routed[] = [];
  const operations = cloud.operations.map((operation) => ({
    ...operation,
    handle: (request: Parameters<typeof operation.handle>[0]) => {
      const { method, url: path, body, headers } = request;
      routed.push({ method, path, body, headers });
      return operation.handle(request);
    },
  }));
  const { url, server } = await serveCloud({ cloud: { ...cloud, operations }, store, journal, faults, conditions });
  const takeEntries = () => {
    const entries = journal.read();
    journal.clear();
    return entries;
  };
  const nameOf = (operation: string) => operation.replace(`${cloud.name}.`, "");
  return {
    url,
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
    store,
    state: store.state,
    clock: store.clock,
    journal,
    faults,
    conditions,
    routed,
    /** Makes the next calls of an operation go wrong. */
    fail: (operation: string, kind: Fault["kind"], { times = 1, ...more }: Partial<Fault> = {}) =>
      void faults.push({ operation, kind, times, ...more }),
    readState: () => readFileSync(files.state, "utf8"),
    readJournal: () => readFileSync(files.journal, "utf8"),
    /** What was asked since the last look. */
    takeEntries,
    /** The same as operation names and statuses, such as `getProject 200`; 0 is not an answer. */
    takeCalls: () => takeEntries().map(({ operation, status }) => `${nameOf(operation)} ${status}`),
    /** The names of those that are not a GET. */
    takeWrites: () => takeEntries().flatMap(({ operation, method }) => (method === "GET" ? [] : nameOf(operation))),
    /** Lets something happen that no call of the API does, and answers what the cloud says to it. */
    happen: (event: string, body: unknown) => {
      store.clock.tick();
      return cloud.events?.[event]?.({ body, state: store.state, clock: store.clock, ids: store.ids });
    },
  };
}
