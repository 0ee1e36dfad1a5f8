import { cloudflareCloud } from "../../../sandbox/clouds/cloudflare/index.ts";
import { configEnvironment, connectClouds, pluginConfig, secretConfig } from "../../../src/provider/clouds.ts";
import type { definitions } from "../../../src/provider/definitions.ts";
import { secret, startPlugin, type TestPlugin } from "../../plugin/harness.ts";
import { account, startCloud, tokens } from "../../stage/clouds.ts";

export const ACCOUNT = account;
export const CLOUDFLARE_TOKEN = tokens.cloudflare;

export type PagesCloud = Awaited<ReturnType<typeof startPagesCloud>>;

/** A plugin of one resource type that calls an emulated Cloudflare. Close it. */
export async function startPagesPlugin(
  { baseUrl }: Pick<PagesCloud, "baseUrl">,
  definition: (typeof definitions)[number],
): Promise<TestPlugin> {
  const plugin = await startPlugin({
    ...{ name: "parity", version: "0.1.0", config: pluginConfig, secretConfig, environment: configEnvironment },
    resources: [definition],
    connect: connectClouds,
  });
  await plugin.configure({ cloudflareApiToken: secret(CLOUDFLARE_TOKEN), cloudflareBaseUrl: baseUrl });
  return plugin;
}

/** An emulated Cloudflare with one account, and a hand to reach past the plugin into its Pages projects. */
export async function startPagesCloud() {
  const { url, journal, faults } = await startCloud(cloudflareCloud);
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
    connectProject: (name: string, repository: string) => {
      const [owner, repo_name] = repository.split("/");
      const config = { owner, repo_name, production_branch: "main" };
      return ask("POST", "", { name, production_branch: "main", source: { type: "github", config } });
    },
    connectBranch: (name: string, branch: string) =>
      ask("PATCH", `/${name}`, { source: { type: "github", config: { production_branch: branch } } }),
    project: (name: string) => ask("GET", `/${name}`),
    deleteProject: (name: string) => ask("DELETE", `/${name}`),
    change: (name: string, slot: string, variables: Variables, more: object = {}) =>
      ask("PATCH", `/${name}`, { deployment_configs: { [slot]: { env_vars: variables, ...more } } }),
    look: async (name: string) => (await ask("GET", `/${name}`)).deployment_configs,
  };
}

type Variables = Readonly<Record<string, { readonly type: string; readonly value: string } | null>>;

interface Project {
  readonly source?: { readonly config: Readonly<Record<string, unknown>> };
  readonly deployment_configs: Readonly<
    Record<"preview" | "production", { readonly env_vars: Variables | null; readonly wrangler_config_hash?: string }>
  >;
}
