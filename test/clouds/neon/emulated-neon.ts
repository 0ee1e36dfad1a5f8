import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Fault } from "../../../sandbox/clouds/core/faults.ts";
import { Journal } from "../../../sandbox/clouds/core/journal.ts";
import { serveCloud } from "../../../sandbox/clouds/core/server.ts";
import { Store } from "../../../sandbox/clouds/core/store.ts";
import { neonCloud } from "../../../sandbox/clouds/neon/index.ts";
import { createNeonClient, type NeonClientOptions } from "../../../src/clouds/neon/client.ts";

export const organization = "org-quiet-sea-12345678";
const apiKey = "napi_canary_0123456789";

const seed = {
  tokens: { fly: "fly", neon: apiKey, cloudflare: "cloudflare", github: "github" },
  flyOrganizations: [],
  neonOrganizations: [organization],
  cloudflareAccounts: [],
  cloudflareZones: [],
  githubRepositories: [],
};

export type EmulatedNeon = Awaited<ReturnType<typeof emulateNeon>>;

/** Neon's API on 127.0.0.1 until the test is over, with nothing in it but one organization. */
export async function emulateNeon() {
  const folder = mkdtempSync(join(tmpdir(), "neon-"));
  const store = new Store(neonCloud, join(folder, "neon.json"), seed);
  const journal = new Journal(join(folder, "journal.jsonl"));
  const faults: Fault[] = [];
  const { url, server } = await serveCloud({ cloud: neonCloud, store, journal, faults });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  const baseUrl = `${url}/api/v2`;
  return {
    baseUrl,
    state: store.state,
    clock: store.clock,
    faults,
    connect: (options: Partial<NeonClientOptions> = {}) =>
      createNeonClient({ apiKey, baseUrl, organization, ...options }),
    /** Operation names and statuses of what was asked since the last call, such as `getProject 200`. */
    takeCalls(): string[] {
      const entries = journal.read();
      journal.clear();
      return entries.map(({ operation, status }) => `${operation.replace("neon.", "")} ${status}`);
    },
    /** The one project that is not deleted. */
    onlyProject() {
      const live = store.state.projects.filter(({ deletedAt }) => deletedAt === undefined);
      const [project] = live;
      if (!project || live.length > 1) throw new Error(`there are ${live.length} projects, not one`);
      return project;
    },
  };
}
