import { afterAll, beforeAll, expect, test } from "vitest";
import { seal } from "../../sandbox/plugins/github/sealed-box.ts";
import { Repository } from "../stage/repository.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { shape } from "../stage/typed-line.ts";
import { whole } from "../stage/whole.ts";

const canary = "canary-90c2f6aa-never-in-clear";
const sandbox = new Sandbox();
const repository = "zzstoatzz/plyr.fm";
const account = "4f1d7c0a9b2e4c6f8a0b1c2d3e4f5a6b";
let github: Repository;
let variables: { readonly [name: string]: string } = {};
let said = "";

beforeAll(async () => {
  await sandbox.succeed(
    ["config", "set", "--path", "--secret", "--stack", "staging", "plyr:secrets.LOGFIRE_WRITE_TOKEN"],
    canary,
  );
  await sandbox.bringUp("staging");
  variables = await sandbox.variables();
  github = await Repository.open(sandbox, repository);
});
afterAll(() => sandbox.close());

async function drift(...words: string[]) {
  const ended = await sandbox.run(["parity", "drift", ...words], "", { GITHUB_REPOSITORY: repository });
  said += ended.text;
  return ended;
}

/** What somebody does by hand at a cloud. */
async function byHand(
  cloud: "FLY" | "NEON" | "CLOUDFLARE",
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const { address = "", token = "" } = {
    FLY: { address: `${variables["FLY_FLAPS_BASE_URL"]}/v1`, token: variables["FLY_API_TOKEN"] },
    NEON: { address: variables["NEON_API_HOST"], token: variables["NEON_API_KEY"] },
    CLOUDFLARE: {
      address: `${variables["CLOUDFLARE_BASE_URL"]}accounts/${account}`,
      token: variables["CLOUDFLARE_API_TOKEN"],
    },
  }[cloud];
  const response = await fetch(address + path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

const machine = (region: string, memory: number) => ({
  region,
  config: {
    image: "registry.fly.io/plyr-api-staging:deployment-9",
    guest: { cpu_kind: "shared", cpus: 1, memory_mb: memory },
    metadata: { fly_platform_version: "v2", fly_process_group: "app", fly_release_version: "9" },
  },
});

test("a stack that is as declared is clean, also after flyctl has deployed it, and nothing is written", async () => {
  for (const _ of [1, 2]) await byHand("FLY", "POST", "/apps/plyr-api-staging/machines", machine("ord", 256));
  await byHand("FLY", "POST", "/apps/plyr-api-staging/secrets/DEBUG", { value: "1" });
  const before = [await sandbox.state("staging"), (await sandbox.journal()).length] as const;
  const ended = await drift("--stack", "staging");
  expect(ended.text).toContain("staging: clean, 15 as declared");
  expect(ended.text).toContain("plyr-api-staging holds secrets that its config does not name: DEBUG.");
  expect(ended.code).toBe(0);
  expect(await sandbox.state("staging")).toBe(before[0]);
  const calls = await sandbox.journal(before[1]);
  expect(calls.filter(({ method }) => method !== "GET" && method !== "POST")).toEqual([]);
  // GitHub's plugin asks for it once for each engine.
  expect(calls.filter(({ operation }) => operation === "github.getOrganization")).toHaveLength(1);
});

test("what was changed by hand in each cloud is found, and opens an issue", async () => {
  await byHand("FLY", "POST", "/apps/plyr-api-staging/secrets/ATPROTO_APP_NAMESPACE", { value: "fm.other" });
  await byHand("FLY", "POST", "/apps/plyr-api-staging/machines", machine("ams", 512));
  const { projects } = (await byHand("NEON", "GET", "/projects?org_id=org-plyr-fm-12345678")) as {
    projects: { id: string; name: string }[];
  };
  const { id } = projects.find(({ name }) => name === "plyr-staging") ?? { id: "" };
  await byHand("NEON", "PATCH", `/projects/${id}`, { project: { history_retention_seconds: 3600 } });
  await byHand("CLOUDFLARE", "DELETE", "/r2/buckets/images-staging");
  await github.call("PUT", "/environments/staging", {
    wait_timer: 30,
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  const before = await sandbox.state("staging");
  const ended = await drift("--stack", "staging", "--issue");
  expect(ended.code).toBe(2);
  for (const line of [
    "cloudflare R2Bucket images",
    "values.ATPROTO_APP_NAMESPACE  (secret)",
    "waitTimer  0 -> 30",
    "historyRetentionSeconds  21600 -> 3600",
    "regions.ams     0 -> 1",
    "machine.memory  256 -> 512",
  ]) {
    expect(ended.text).toContain(line);
  }
  expect(ended.text).toContain("issue opened");
  expect(await sandbox.state("staging")).toBe(before);
  expect(await github.issues()).toMatchObject([{ state: "open", title: expect.stringContaining("staging") }]);
});

whole("the same drift leaves the issue alone", async () => {
  expect((await drift("--stack", "staging", "--issue")).text).toContain("issue unchanged");
  const [issue, ...more] = await github.issues();
  expect(more).toEqual([]);
  expect(issue?.body).toContain("`cloudflare R2Bucket images`");
});

test("what cannot be read is unknown, neither clean nor missing, and does not close the issue", async () => {
  await sandbox.bringUp("staging", "--refresh");
  const { machines } = (await sandbox.cloud<Fly>("fly")).apps["plyr-api-staging"] ?? { machines: {} };
  const stray = Object.values(machines).find(({ region }) => region === "ams")?.id;
  await byHand("FLY", "DELETE", `/apps/plyr-api-staging/machines/${stray}?force=true`);

  await sandbox.fault("neon.getProject", "refuse", { status: 403, times: 20 });
  await sandbox.fault("fly.listMachines", "refuse", { status: 401, times: 20 });
  const ended = await drift("--stack", "staging", "--issue");
  await sandbox.clearFaults();
  expect(ended.code).toBe(1);
  expect(ended.text).toMatch(/neon Project main[\s\S]*403/);
  expect(ended.text).toMatch(/fly machines plyr-api-staging[\s\S]*401/);
  expect(ended.text).toContain("neither clean nor missing");
  expect((await github.issues()).map(({ state }) => state)).toEqual(["open"]);
});

test("the issue is closed when the drift is gone", async () => {
  const ended = await drift("--all", "--issue");
  expect(ended.text).toContain("staging: clean");
  expect(ended.text).toContain("left out, because the backend has no such stack: dev, production");
  expect(ended.code).toBe(0);
  expect((await github.issues()).map(({ state }) => state)).toEqual(["closed"]);
});

test.each([
  [
    ["fly", "neon"],
    ["fly App", "fly IpAddress", "fly IpAddress", "fly DeployToken", "fly Secrets", "fly machines", "neon Project"],
  ],
  [
    ["cloudflare", "github"],
    [
      ...["cloudflare R2Bucket", "cloudflare R2Bucket", "pages Variables", "r2 Credentials"],
      "github ActionsEnvironmentSecret",
      "github RepositoryEnvironment",
      "github RepositoryEnvironmentDeploymentPolicy",
      "github deployment",
    ],
  ],
])("when %s let nobody in, their own things are unknown, and all others are compared", async (clouds, things) => {
  await sandbox.refuseAll(clouds, 401);
  const { code, text } = await drift("--stack", "staging", "--json");
  await sandbox.clearFaults();
  const [report] = JSON.parse(text.slice(text.indexOf("[\n"))) as Report[];
  const unknown = report?.unknown.map(({ resource }) => resource.split(" ").slice(0, 2).join(" "));
  expect(unknown?.sort()).toEqual([...things].sort());
  // Machines and refs that may deploy are compared, and are not resources.
  expect(report).toMatchObject({ outcome: "unknown", clean: 15 - things.length + 1, cloud: [], broken: [] });
  expect(code).toBe(1);
});

whole("what GitHub hides from a token that may not see the repository is unknown, and not deleted", async () => {
  await sandbox.refuseAll(["github"], 404);
  const { code, text } = await drift("--stack", "staging", "--json");
  await sandbox.clearFaults();
  const [report] = JSON.parse(text.slice(text.indexOf("[\n"))) as Report[];
  expect(report).toMatchObject({ outcome: "unknown", clean: 12, broken: [] });
  expect(report?.unknown).toHaveLength(3);
  expect(report?.unknown[0]).toMatchObject({ why: expect.stringContaining("the repository zzstoatzz/plyr.fm either") });
  expect(code).toBe(1);
});

whole(
  "a lost database password, a branch let deploy and a secret overwritten are found, and the report's lines mend them",
  async () => {
    const neon = await sandbox.cloud<Neon>("neon");
    const [project] = neon.projects.filter((one) => one.project.name === "plyr-staging");
    const branch = `/projects/${project?.project.id}/branches/${project?.branches[0]?.id}`;
    await byHand("NEON", "POST", `${branch}/roles/plyr_owner/reset_password`);
    await github.call("POST", "/environments/staging/deployment-branch-policies", { name: "*", type: "branch" });
    const held = async () => {
      const { repositories } = await sandbox.cloud<Github>("github");
      return repositories[0]?.environments.find(({ name }) => name === "staging")?.secrets["FLY_API_TOKEN"];
    };
    const ours = await held();
    const secrets = "/environments/staging/secrets";
    const { key_id, key } = await github.call<{ key_id: string; key: string }>("GET", `${secrets}/public-key`);
    await github.call("PUT", `${secrets}/FLY_API_TOKEN`, { key_id, encrypted_value: seal("theirs", key) });

    const before = await sandbox.state("staging");
    const ended = await drift("--stack", "staging");
    expect(ended.text).toContain("neon Project main\n    Its password was changed outside Pulumi");
    expect(ended.text).toContain("github deployment policies of staging");
    expect(ended.text).toContain("branch *");
    expect(ended.text).toMatch(/github ActionsEnvironmentSecret FLY_API_TOKEN\n +value +\(secret\)/);
    expect(ended.code).toBe(2);
    expect(await sandbox.state("staging")).toBe(before);

    for (const line of [
      shape`gh api -X DELETE …/…`,
      shape`pulumi state delete … --stack …`,
      shape`pulumi up --stack …`,
      shape`pulumi up --refresh --stack …`,
    ]) {
      const { code, text } = await sandbox.type(ended.text, line);
      expect(code, text).toBe(0);
    }
    expect((await held())?.sha256).toBe(ours?.sha256);
    expect((await drift("--stack", "staging")).code).toBe(0);
  },
);

test("what the config says and nobody has applied is told apart from what the cloud says", async () => {
  sandbox.edit("Pulumi.yaml", (text) => text.replace("history: 21600", "history: 7200"));
  const { code, text } = await sandbox.run(["parity", "drift", "--stack", "staging", "--json"]);
  sandbox.edit("Pulumi.yaml", (text) => text.replace("history: 7200", "history: 21600"));
  expect(code).toBe(2);
  const [report] = JSON.parse(text.slice(text.indexOf("[\n"))) as Report[];
  expect(report).toMatchObject({ cloud: [], broken: [], config: [{ resource: "neon Project main" }] });
});

test("a config that is wrong cannot be compared, and what the clouds say is still reported", async () => {
  sandbox.edit("Pulumi.yaml", (text) => text.replace("memory: 256", "memory: 300"));
  const ended = await drift("--stack", "staging");
  sandbox.edit("Pulumi.yaml", (text) => text.replace("memory: 300", "memory: 256"));
  expect(ended.code).toBe(1);
  expect(ended.text).toContain("write 256 or 512");
  expect(ended.text).toContain("15 as declared");
});

test("the canary is in none of it", async () => {
  expect(said).not.toContain(canary);
  expect(JSON.stringify(await github.issues())).not.toContain(canary);
  expect(sandbox.filesWith(canary)).toEqual([]);
});

interface Report {
  readonly cloud: readonly unknown[];
  readonly config: readonly unknown[];
  readonly broken: readonly unknown[];
  readonly unknown: readonly { readonly resource: string }[];
}

interface Neon {
  readonly projects: readonly {
    readonly project: { readonly id: string; readonly name: string };
    readonly branches: readonly { readonly id: string }[];
  }[];
}

interface Fly {
  readonly apps: {
    readonly [name: string]: {
      readonly machines: { readonly [id: string]: { readonly id: string; readonly region: string } };
    };
  };
}

interface Github {
  readonly repositories: readonly {
    readonly environments: readonly {
      readonly name: string;
      readonly secrets: { readonly [name: string]: { readonly sha256: string } };
    }[];
  }[];
}
