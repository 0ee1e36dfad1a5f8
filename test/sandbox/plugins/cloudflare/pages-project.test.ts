import { describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../../src/plugin/property-values.ts";
import type { Kept } from "../../../plugin/harness.ts";
import { accept, expectStable } from "../../../plugin/lifecycle.ts";
import { account, tokens } from "../stub.ts";
import { startCloudflare } from "./cloudflare.ts";

const token = "cloudflare:index/pagesProject:PagesProject";
const projects = `/client/v4/accounts/${account}/pages/projects`;
const plyr = {
  accountId: account,
  name: "plyr",
  productionBranch: "main",
  buildConfig: { buildCommand: "bun run build", destinationDir: "build" },
};

async function startWithProject(given: PropertyMap) {
  const { cloud, plugin } = await startCloudflare();
  const created = await plugin.create(token, await accept(plugin, token, given));

  /** What another stack does to its slot of the project. */
  async function setVariables(slot: "preview" | "production", env_vars: object): Promise<void> {
    const response = await fetch(`${cloud.url}${projects}/plyr`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${tokens.cloudflare}` },
      body: JSON.stringify({ deployment_configs: { [slot]: { env_vars } } }),
    });
    expect(response.status).toBe(200);
    cloud.taken();
  }

  /** A refresh, and the difference that the same program then makes. */
  async function refresh(kept: Kept, ignored: string[] = []) {
    const refreshed = await plugin.read(token, "plyr", kept);
    if (!refreshed) throw new Error("the project is gone");
    const { changes } = await plugin.diff(token, refreshed, kept.inputs, ignored);
    cloud.taken();
    return { refreshed, changes };
  }

  return { cloud, plugin, created, setVariables, refresh };
}

describe("PagesProject", () => {
  it("lives through create, refresh, a new build command and delete with the recorded calls", async () => {
    const { cloud, plugin, created } = await startWithProject(plyr);
    expect(created.id).toBe("plyr");
    expect(created.outputs).toMatchObject({ ...plyr, subdomain: "plyr.pages.dev", domains: ["plyr.pages.dev"] });
    const build_config = { build_command: "bun run build", destination_dir: "build" };
    expect(cloud.taken()).toStrictEqual([
      [`POST ${projects}`, { name: "plyr", production_branch: "main", build_config }],
    ]);
    await expectStable(plugin, token, created, plyr);
    expect(cloud.taken()).toStrictEqual([`GET ${projects}/plyr`]);

    const faster = await accept(plugin, token, { ...plyr, buildConfig: { ...plyr.buildConfig, buildCommand: "make" } });
    expect(await plugin.diff(token, created, faster)).toMatchObject({
      changes: { "buildConfig.buildCommand": "update" },
      replaces: [],
    });
    const updated = { id: "plyr", ...(await plugin.update(token, "plyr", created, faster)) };
    expect(cloud.taken()).toStrictEqual([[`PATCH ${projects}/plyr`, { build_config: { build_command: "make" } }]]);
    await expectStable(plugin, token, updated, faster);
    cloud.taken();

    await plugin.delete(token, "plyr", updated);
    expect(cloud.taken()).toStrictEqual([`DELETE ${projects}/plyr`]);
    expect(await plugin.read(token, "plyr", updated)).toBeUndefined();
    await expect(plugin.delete(token, "plyr", updated)).rejects.toThrow(/: 404 .*8000007/);
  });

  it("shows a change after a refresh once somebody has set a variable, and sends an empty PATCH for it", async () => {
    const { cloud, plugin, created, setVariables, refresh } = await startWithProject(plyr);
    await setVariables("production", { PUBLIC_API_URL: { type: "plain_text", value: "https://api.plyr.fm" } });
    const { refreshed, changes } = await refresh(created);
    expect(changes).toStrictEqual({ deploymentConfigs: "delete" });
    const updated = await plugin.update(token, "plyr", refreshed, created.inputs);
    expect(cloud.taken()).toStrictEqual([[`PATCH ${projects}/plyr`, {}]]);
    expect((await refresh(updated)).changes).toStrictEqual({ deploymentConfigs: "delete" });
  });

  it("is stable with ignoreChanges deploymentConfigs, and then leaves the variables of others alone", async () => {
    const { cloud, plugin, created, setVariables, refresh } = await startWithProject(plyr);
    await setVariables("production", {
      PUBLIC_API_URL: { type: "plain_text", value: "https://api.plyr.fm" },
      SENTRY_DSN: { type: "secret_text", value: "hidden" },
    });
    const { refreshed, changes } = await refresh(created, ["deploymentConfigs"]);
    expect(changes).toStrictEqual({});

    // The engine puts ignored inputs back to what the state holds, before Check.
    const { deploymentConfigs = null } = refreshed.inputs;
    const buildConfig = { ...plyr.buildConfig, buildCommand: "make" };
    const faster = await accept(plugin, token, { ...plyr, buildConfig, deploymentConfigs });
    expect((await plugin.diff(token, refreshed, faster, ["deploymentConfigs"])).changes).toStrictEqual({
      "buildConfig.buildCommand": "update",
    });
    const updated = { id: "plyr", ...(await plugin.update(token, "plyr", refreshed, faster)) };
    expect(cloud.taken()).toStrictEqual([[`PATCH ${projects}/plyr`, { build_config: { build_command: "make" } }]]);
    expect((await refresh(updated)).changes).toStrictEqual({});
    const { production } = cloud.state.pagesProjects[`${account}/plyr`]?.deployment_configs ?? {};
    expect(Object.keys(production?.envVars ?? {})).toStrictEqual(["PUBLIC_API_URL", "SENTRY_DSN"]);
  });

  it("shows what Cloudflare adds to the source as a change, unless source is ignored", async () => {
    const config = { owner: "zzstoatzz", repoName: "plyr.fm", productionBranch: "main" };
    const { cloud, created, refresh } = await startWithProject({ ...plyr, source: { type: "github", config } });
    expect(cloud.taken()[0]?.[1]).toMatchObject({
      source: { type: "github", config: { owner: "zzstoatzz", repo_name: "plyr.fm", production_branch: "main" } },
    });
    const { changes } = await refresh(created);
    expect(changes).toMatchObject({ "source.config.ownerId": "delete", "source.config.repoId": "delete" });
    expect((await refresh(created, ["source"])).changes).toStrictEqual({});
  });

  it("does not mind a deployment that appeared", async () => {
    const { cloud, created, refresh } = await startWithProject(plyr);
    const response = await fetch(`${cloud.url}${projects}/plyr/deployments`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens.cloudflare}` },
      body: new FormData(),
    });
    expect(response.status).toBe(200);
    expect((await refresh(created)).changes).toStrictEqual({});
  });

  it("is imported by account and name, without slots that hold no variable", async () => {
    const { plugin, created } = await startWithProject(plyr);
    const { id, inputs } = (await plugin.read(token, `${account}/plyr`)) ?? {};
    expect({ id, inputs }).toStrictEqual({ id: "plyr", inputs: created.inputs });
  });
});

describe("PagesProject with variables of its own", () => {
  const settings = { alwaysUseLatestCompatibilityDate: false, buildImageMajorVersion: 3, failOpen: true };
  const wireSettings = { always_use_latest_compatibility_date: false, build_image_major_version: 3, fail_open: true };
  const envVars = { A: { type: "plain_text", value: "1" }, S: { type: "secret_text", value: "first" } };
  const given = { ...plyr, deploymentConfigs: { preview: {}, production: { envVars } } };

  it("sends the defaults of every slot at create, and keeps a secret's value through a refresh", async () => {
    const { cloud, plugin, created } = await startWithProject(given);
    expect(created.inputs.deploymentConfigs).toStrictEqual({ preview: settings, production: { ...settings, envVars } });
    expect(cloud.taken()[0]?.[1]).toMatchObject({
      deployment_configs: { preview: wireSettings, production: { ...wireSettings, env_vars: envVars } },
    });
    await expectStable(plugin, token, created, given);
  });

  it.each([
    ["a new value", { ...envVars, A: { type: "plain_text", value: "2" } }, { A: { value: "2" } }],
    ["a rotated secret", { ...envVars, S: { type: "secret_text", value: "second" } }, { S: { value: "second" } }],
    ["an added key", { ...envVars, B: { type: "plain_text", value: "3" } }, { B: { type: "plain_text", value: "3" } }],
    ["a removed key", { S: envVars.S }, { A: null }],
    ["all keys removed", undefined, { A: null, S: null }],
  ])("sends only the leaves that changed: %s", async (_what, changed, env_vars) => {
    const { cloud, plugin, created } = await startWithProject(given);
    cloud.taken();
    const production: PropertyMap = changed ? { envVars: changed } : {};
    const inputs = await accept(plugin, token, { ...plyr, deploymentConfigs: { preview: {}, production } });
    await plugin.update(token, "plyr", created, inputs);
    expect(cloud.taken()).toStrictEqual([
      [`PATCH ${projects}/plyr`, { deployment_configs: { production: { env_vars } } }],
    ]);
  });

  it("deletes nothing when the slots are dropped from the program", async () => {
    const { cloud, plugin, created } = await startWithProject(given);
    cloud.taken();
    await plugin.update(token, "plyr", created, await accept(plugin, token, plyr));
    expect(cloud.taken()).toStrictEqual([[`PATCH ${projects}/plyr`, {}]]);
  });

  it("deletes after a refresh what others have set in a slot it declares", async () => {
    const { cloud, plugin, created, setVariables, refresh } = await startWithProject(given);
    await setVariables("production", { THEIRS: { type: "plain_text", value: "x" } });
    const { refreshed, changes } = await refresh(created);
    expect(changes).toStrictEqual({ "deploymentConfigs.production.envVars.THEIRS": "delete" });
    await plugin.update(token, "plyr", refreshed, created.inputs);
    expect(cloud.taken()[0]?.[1]).toStrictEqual({ deployment_configs: { production: { env_vars: { THEIRS: null } } } });
  });

  it("refuses one slot without the other, and bindings, by name", async () => {
    const { plugin } = await startCloudflare();
    const check = async (deploymentConfigs: PropertyMap) =>
      (await plugin.check(token, { ...plyr, deploymentConfigs })).failures.map(([property]) => property);
    expect(await check({ production: {} })).toStrictEqual(["deploymentConfigs"]);
    expect(await check({ preview: {}, production: { r2Buckets: { AUDIO: { name: "audio" } } } })).toStrictEqual([
      "deploymentConfigs.production.r2Buckets",
    ]);
  });
});
