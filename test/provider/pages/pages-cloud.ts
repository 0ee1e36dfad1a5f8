import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CloudflareState } from "../../../sandbox/clouds/cloudflare/entities.ts";
import { cloudflareCloud } from "../../../sandbox/clouds/cloudflare/index.ts";
import type { Fault } from "../../../sandbox/clouds/core/faults.ts";
import { Journal } from "../../../sandbox/clouds/core/journal.ts";
import { serveCloud } from "../../../sandbox/clouds/core/server.ts";
import { Store } from "../../../sandbox/clouds/core/store.ts";

export const ACCOUNT = "0123456789abcdef0123456789abcdef";
export const CLOUDFLARE_TOKEN = "cloudflare-token-of-the-operator-0123456789";

export type PagesCloud = Awaited<ReturnType<typeof startPagesCloud>>;

/** An emulated Cloudflare with one account, and a hand to reach past the plugin into its Pages projects. */
export async function startPagesCloud() {
  const folder = mkdtempSync(join(tmpdir(), "parity-pages-"));
  const store = new Store<CloudflareState>(cloudflareCloud, join(folder, "cloudflare.json"), {
    tokens: { fly: "", neon: "", cloudflare: CLOUDFLARE_TOKEN, github: "" },
    flyOrganizations: [],
    neonOrganizations: [],
    cloudflareAccounts: [ACCOUNT],
    cloudflareZones: [],
    githubRepositories: [],
  });
  const journal = new Journal(join(folder, "journal.jsonl"));
  const faults: Fault[] = [];
  const { url, server } = await serveCloud({ cloud: cloudflareCloud, store, journal, faults });
  const baseUrl = `${url}/client/v4/`;

  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${baseUrl}accounts/${ACCOUNT}/pages/projects${path}`, {
      method,
      headers: { authorization: `Bearer ${CLOUDFLARE_TOKEN}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const { result } = (await response.json()) as { result: Project };
    journal.clear();
    return result;
  };

  return {
    baseUrl,
    faults,
    /** What came over the wire since the last look, by this or by hand: `GET`, or `PATCH` with the paths of its body. */
    takeRequests: () => {
      const requests = journal.read().map(({ method, body }) => {
        return [method, ...body.map((path) => path.replace(/^deployment_configs\./, ""))].join(" ");
      });
      journal.clear();
      return requests;
    },
    createProject: (name: string) => ask("POST", "", { name, production_branch: "main" }),
    deleteProject: (name: string) => ask("DELETE", `/${name}`),
    change: (name: string, slot: string, variables: Variables, more: object = {}) =>
      ask("PATCH", `/${name}`, { deployment_configs: { [slot]: { env_vars: variables, ...more } } }),
    look: async (name: string) => (await ask("GET", `/${name}`)).deployment_configs,
    close: () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

type Variables = Readonly<Record<string, { readonly type: string; readonly value: string } | null>>;

interface Project {
  readonly deployment_configs: Readonly<
    Record<"preview" | "production", { readonly env_vars: Variables | null; readonly wrangler_config_hash?: string }>
  >;
}
