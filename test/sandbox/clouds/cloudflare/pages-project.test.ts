import { beforeEach, describe, expect, test } from "vitest";
import { account, otherAccount, type Served, serveCloudflare } from "./served.ts";

const projects = `/accounts/${account}/pages/projects`;

interface Slot {
  env_vars: object | null;
}
interface Project {
  subdomain: string;
  deployment_configs: { preview: Slot; production: Slot };
  build_config: object;
}

let cloud: Served;
beforeEach(async () => {
  cloud = await serveCloudflare();
});

const createProject = (more: object = {}, list = projects) =>
  cloud.send<Project>("POST", list, { name: "plyr", production_branch: "main", ...more });
const readProject = async () => (await cloud.send<Project>("GET", `${projects}/plyr`)).body.result;
const patchVariables = (slot: "preview" | "production", env_vars: object) =>
  cloud.send("PATCH", `${projects}/plyr`, { deployment_configs: { [slot]: { env_vars } } });
const readVariables = async () => {
  const { preview, production } = (await readProject()).deployment_configs;
  return { preview: preview.env_vars, production: production.env_vars };
};

describe("a project", () => {
  test("made of a name and a branch is answered complete", async () => {
    const { status, body } = await createProject();
    expect(status).toBe(200);
    const slot = {
      always_use_latest_compatibility_date: false,
      build_image_major_version: 3,
      compatibility_date: "2026-01-05",
      compatibility_flags: [],
      fail_open: true,
      usage_model: "standard",
      env_vars: null,
    };
    expect(body.result).toMatchObject({
      name: "plyr",
      subdomain: "plyr.pages.dev",
      domains: ["plyr.pages.dev"],
      production_branch: "main",
      build_config: { web_analytics_tag: null, web_analytics_token: null },
      deployment_configs: { preview: slot, production: slot },
      latest_deployment: null,
      canonical_deployment: null,
    });
    expect(body.result).not.toHaveProperty("source");
    expect(await readProject()).toEqual(body.result);
  });

  test("echoes its build settings and its source", async () => {
    const build_config = { build_command: "npm run build", destination_dir: "build", root_dir: "web" };
    const source = { type: "github", config: { owner: "plyr", repo_name: "plyr.fm", production_branch: "main" } };
    await createProject({ build_config, source });
    expect(await readProject()).toMatchObject({
      build_config: { ...build_config, web_analytics_tag: null },
      source: { type: "github", config: { ...source.config, preview_deployment_setting: "all", path_includes: ["*"] } },
    });
  });

  test("whose name another account has gets a suffix on its host", async () => {
    await createProject();
    const { body } = await createProject({}, `/accounts/${otherAccount}/pages/projects`);
    expect(body.result.subdomain).toMatch(/^plyr-[0-9a-z]{3}\.pages\.dev$/);
  });

  test("that exists is refused with 8000002, which is not to be repeated", async () => {
    await createProject();
    const { body, headers } = await createProject();
    expect(body.errors[0]?.code).toBe(8000002);
    expect(headers.get("x-should-retry")).toBe("false");
  });

  test.each([
    ["without a production branch", { production_branch: "" }, 8000033],
    ["with an upper-case name", { name: "Plyr" }, 8000000],
    ["with a name of 59 characters", { name: "a".repeat(59) }, 8000000],
  ])("%s is refused", async (_name, change, code) => {
    const { status, body } = await createProject(change);
    expect(status).toBe(400);
    expect(body.errors[0]?.code).toBe(code);
  });

  test.each(["GET", "PATCH", "DELETE"])("that is not there answers 404 with code 8000007 to %s", async (method) => {
    const { status, body } = await cloud.send(method, `${projects}/plyr`, method === "PATCH" ? {} : undefined);
    expect(status).toBe(404);
    expect(body.errors).toEqual([
      {
        code: 8000007,
        message: "Project not found. The specified project name does not match any of your existing projects.",
      },
    ]);
  });

  test("is gone after its deletion", async () => {
    await createProject();
    expect((await cloud.send("DELETE", `${projects}/plyr`)).body.result).toBeNull();
    expect((await cloud.send("GET", projects)).body.result).toEqual([]);
  });

  test("changes by what a PATCH names and by nothing else", async () => {
    await createProject({ build_config: { build_command: "npm run build", destination_dir: "build" } });
    await patchVariables("production", { A: { type: "plain_text", value: "1" } });
    const before = await readProject();
    await cloud.send("PATCH", `${projects}/plyr`, { build_config: { build_command: "npm run other" } });
    expect(await readProject()).toEqual({
      ...before,
      build_config: { ...before.build_config, build_command: "npm run other" },
    });
    await cloud.send("PATCH", `${projects}/plyr`, {});
    expect((await readProject()).build_config).toMatchObject({ build_command: "npm run other" });
  });
});

describe("variables", () => {
  beforeEach(() => createProject());

  test("are merged per key, deleted by null, and separate in each slot", async () => {
    await patchVariables("production", {
      A: { type: "plain_text", value: "1" },
      B: { type: "plain_text", value: "2" },
    });
    await patchVariables("preview", { A: { type: "plain_text", value: "3" } });
    await patchVariables("production", { A: null, C: { type: "plain_text", value: "4" } });
    expect(await readVariables()).toEqual({
      preview: { A: { type: "plain_text", value: "3" } },
      production: { B: { type: "plain_text", value: "2" }, C: { type: "plain_text", value: "4" } },
    });
    await patchVariables("preview", { A: null });
    expect((await readVariables()).preview).toBeNull();
  });

  test("of a secret come back without their value", async () => {
    await patchVariables("production", { S: { type: "secret_text", value: "canary-of-pages" } });
    expect((await readVariables()).production).toEqual({ S: { type: "secret_text", value: "" } });
    expect(cloud.readState()).not.toContain("canary-of-pages");
  });

  test("keep their type when only the value is sent, so that a rotated secret stays one", async () => {
    await patchVariables("production", {
      S: { type: "secret_text", value: "old" },
      P: { type: "plain_text", value: "1" },
    });
    await patchVariables("production", { S: { value: "canary-of-rotation" }, P: { value: "2" } });
    expect((await readVariables()).production).toEqual({
      S: { type: "secret_text", value: "" },
      P: { type: "plain_text", value: "2" },
    });
    expect(cloud.readState()).not.toContain("canary-of-rotation");
  });

  test("that are new need a type, and a refused PATCH changes nothing", async () => {
    const { status, body } = await cloud.send("PATCH", `${projects}/plyr`, {
      production_branch: "release",
      deployment_configs: {
        preview: { env_vars: { A: { type: "plain_text", value: "1" } } },
        production: { env_vars: { NEW: { value: "1" } } },
      },
    });
    expect(status).toBe(400);
    expect(body.errors[0]?.message).toBe("deployment_configs.production: env_vars.NEW is new and has no type");
    expect(await readProject()).toMatchObject({ production_branch: "main" });
    expect(await readVariables()).toEqual({ preview: null, production: null });
  });
});

describe("other settings of a slot", () => {
  const patchSlot = (production: object) =>
    cloud.send("PATCH", `${projects}/plyr`, { deployment_configs: { production } });
  const readSlot = async () => (await readProject()).deployment_configs.production;
  beforeEach(() => createProject());

  test("are bindings merged per key, left out when there are none", async () => {
    await patchSlot({ r2_buckets: { AUDIO: { name: "audio" }, IMAGES: { name: "images" } } });
    await patchSlot({ r2_buckets: { AUDIO: null } });
    expect(await readSlot()).toMatchObject({ r2_buckets: { IMAGES: { name: "images" } } });
    await patchSlot({ r2_buckets: { IMAGES: null } });
    expect(await readSlot()).not.toHaveProperty("r2_buckets");
  });

  test("are single values that stay until they are named", async () => {
    await patchSlot({ compatibility_date: "2026-02-02", fail_open: false });
    await patchSlot({ env_vars: { A: { type: "plain_text", value: "1" } } });
    expect(await readSlot()).toMatchObject({ compatibility_date: "2026-02-02", fail_open: false });
  });

  test("lose wrangler's hash by any change that does not repeat it", async () => {
    await patchSlot({ wrangler_config_hash: "abc" });
    expect(await readSlot()).toMatchObject({ wrangler_config_hash: "abc" });
    await patchSlot({ env_vars: { A: { type: "plain_text", value: "1" } } });
    expect(await readSlot()).not.toHaveProperty("wrangler_config_hash");
  });
});

test("the list has the account's own projects, page by page", async () => {
  for (const name of ["a", "b", "c"]) await createProject({ name });
  await createProject({ name: "d" }, `/accounts/${otherAccount}/pages/projects`);
  const { body } = await cloud.send<{ name: string }[]>("GET", `${projects}?per_page=2&page=2`);
  expect(body.result.map(({ name }) => name)).toEqual(["c"]);
  expect(body.result_info).toEqual({ page: 2, per_page: 2, count: 1, total_count: 3, total_pages: 2 });
});
