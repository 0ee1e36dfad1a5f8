import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cloudflareCloud } from "../../../sandbox/clouds/cloudflare/index.ts";
import { githubCloud } from "../../../sandbox/clouds/github/index.ts";
import { cloudflareBridge } from "../../../sandbox/plugins/cloudflare/bridged.ts";
import { cloudflarePlugin } from "../../../sandbox/plugins/cloudflare/plugin.ts";
import { githubBridge } from "../../../sandbox/plugins/github/bridged.ts";
import { githubPlugin } from "../../../sandbox/plugins/github/plugin.ts";
import { type PropertyMap, Secret } from "../../../src/plugin/property-values.ts";
import { secret, type TestPlugin } from "../../plugin/harness.ts";
import { accept, expectStable } from "../../plugin/lifecycle.ts";
import { clearEnvironment } from "./github/github.ts";
import { account, startCloud, startStub, tokens, zone } from "./stub.ts";

clearEnvironment();

const types = {
  bucket: "cloudflare:index/r2Bucket:R2Bucket",
  cors: "cloudflare:index/r2BucketCors:R2BucketCors",
  token: "cloudflare:index/accountToken:AccountToken",
  project: "cloudflare:index/pagesProject:PagesProject",
  record: "cloudflare:index/dnsRecord:DnsRecord",
  environment: "github:index/repositoryEnvironment:RepositoryEnvironment",
  secret: "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret",
} as const;

/** Both stubs as the engine gets them. */
async function startStubs() {
  const [cloudflare, github] = [await startCloud(cloudflareCloud), await startCloud(githubCloud)];
  const settings = { apiToken: tokens.cloudflare, baseUrl: `${cloudflare.url}/client/v4` };
  const owner = { token: tokens.github, owner: "zzstoatzz", baseUrl: `${github.url}/` };
  const [forCloudflare, forGithub] = [
    await startStub(cloudflarePlugin, settings, cloudflareBridge),
    await startStub(githubPlugin, owner, githubBridge),
  ];
  const of = (type: string): TestPlugin => (type.startsWith("cloudflare:") ? forCloudflare : forGithub);
  const create = async (type: string, given: PropertyMap) => of(type).create(type, await accept(of(type), type, given));
  return { of, create, cloudflare, github };
}

const bucket = { accountId: account, name: "audio", jurisdiction: "default" };
const staging = { repository: "plyr.fm", environment: "staging", waitTimer: 0 };
const rule = { allowed: { methods: ["GET"], origins: ["https://plyr.fm"] } };
const policy = {
  effect: "allow",
  permissionGroups: [{ id: "6a018a9f2fc74eb6b293b0c548f38b39" }],
  resources: `{"com.cloudflare.edge.r2.bucket.${account}_default_audio":"*"}`,
};
const record = { zoneId: zone, name: "plyr.fm", type: "CNAME", content: "plyr.pages.dev", ttl: 1, proxied: true };

/** What the program gives, and what the real plugin then has in its state, as observed. */
const observed: readonly [
  string,
  PropertyMap,
  { readonly inputs: PropertyMap; readonly outputs: PropertyMap; readonly id?: string },
][] = [
  [types.bucket, bucket, { inputs: { ...bucket, __defaults: [] }, outputs: { ...bucket, storageClass: "Standard" } }],
  [
    types.token,
    { accountId: account, name: "storage", policies: [policy] },
    {
      inputs: {
        ...{ accountId: account, name: "storage", __defaults: [] },
        policies: [
          { ...policy, __defaults: [], permissionGroups: [{ ...policy.permissionGroups[0], __defaults: [] }] },
        ],
      },
      outputs: { policies: [policy], status: "active", __meta: '{"schema_version":"501"}' },
    },
  ],
  [
    types.project,
    { accountId: account, name: "plyr", productionBranch: "main", buildConfig: { buildCommand: "make" } },
    {
      inputs: {
        ...{ accountId: account, name: "plyr", productionBranch: "main", __defaults: [] },
        buildConfig: { buildCommand: "make", __defaults: [] },
      },
      outputs: {
        name: "plyr",
        deploymentConfigs: { preview: { usageModel: "standard" }, production: { usageModel: "standard" } },
      },
    },
  ],
  [
    types.record,
    record,
    {
      inputs: { ...record, __defaults: [] },
      outputs: { ...record, settings: { flattenCname: false, ipv4Only: false, ipv6Only: false } },
    },
  ],
  [
    types.environment,
    staging,
    {
      inputs: { ...staging, canAdminsBypass: true, __defaults: ["canAdminsBypass"] },
      outputs: { ...staging, preventSelfReview: false, __meta: '{"schema_version":"1"}' },
    },
  ],
];

describe.each(observed)("%s", (type, given, state) => {
  test("is kept with the inputs, the marks and the outputs of the real plugin, and stays so", async () => {
    const { of, create } = await startStubs();
    const created = await create(type, given);
    expect(created.inputs).toStrictEqual(state.inputs);
    expect(created.outputs).toMatchObject({ ...state.outputs, id: created.id });
    await expectStable(of(type), type, created, given);
  });

  test("is taken over from the real plugin's state without a change", async () => {
    const { of, create } = await startStubs();
    const created = await create(type, given);
    const real = {
      inputs: state.inputs,
      outputs: { ...created.outputs, ...state.outputs, __pulumi_raw_state_delta: { obj: {} } },
    };
    const again = await accept(of(type), type, given, real.inputs);
    expect((await of(type).diff(type, real, again)).changes).toStrictEqual({});
    const refreshed = await of(type).read(type, created.id, real);
    expect(refreshed?.inputs).toStrictEqual(state.inputs);
    await of(type).delete(type, created.id, real);
  });
});

test("the rules of a bucket have no id of their own", async () => {
  const { of, create } = await startStubs();
  await create(types.bucket, bucket);
  const given = { accountId: account, bucketName: "audio", jurisdiction: "default", rules: [rule] };
  const created = await create(types.cors, given);
  expect(created).toMatchObject({ id: "missing ID", outputs: { __meta: '{"schema_version":"500"}' } });
  await expectStable(of(types.cors), types.cors, created, given);
});

test("a secret of an environment is kept with the key that sealed it, and with secret nothings", async () => {
  const { create } = await startStubs();
  await create(types.environment, staging);
  const created = await create(types.secret, {
    ...{ repository: "plyr.fm", environment: "staging", secretName: "TOKEN", value: secret("x") },
  });
  expect(created.outputs).toMatchObject({ keyId: expect.any(String), remoteUpdatedAt: created.outputs["updatedAt"] });
  expect(created.outputs["encryptedValue"]).toStrictEqual(new Secret(null));
});

describe("a difference of the cloudflare plugin", () => {
  test("names the whole property and what is computed", async () => {
    const { of, create } = await startStubs();
    const given = { accountId: account, name: "plyr", productionBranch: "main", buildConfig: { buildCommand: "make" } };
    const created = await create(types.project, given);
    const plugin = of(types.project);
    const faster = await accept(plugin, types.project, { ...given, buildConfig: { buildCommand: "just" } });
    expect((await plugin.diff(types.project, created, faster)).changes).toStrictEqual({
      buildConfig: "update",
      canonicalDeployment: "update",
      latestDeployment: "update",
      source: "update",
    });
  });

  test("that replaces says which property does", async () => {
    const { of, create } = await startStubs();
    const created = await create(types.record, record);
    const plugin = of(types.record);
    const changed = await accept(plugin, types.record, { ...record, type: "A", content: "192.0.2.1" });
    const { changes, replaces } = await plugin.diff(types.record, created, changed);
    expect([changes["type"], changes["content"], changes["modifiedOn"]]).toEqual([
      "update-replace",
      "update",
      "update",
    ]);
    expect(replaces).toEqual(["type"]);
  });
});

test("a default that the program left out is put back after somebody changed it", async () => {
  const { of, create } = await startStubs();
  const created = await create(types.environment, staging);
  const changed = { ...created, outputs: { ...created.outputs, preventSelfReview: true } };
  expect((await of(types.environment).diff(types.environment, changed, created.inputs)).changes).toStrictEqual({
    preventSelfReview: "update",
  });
});

describe("what the stubs of earlier releases kept", () => {
  interface Kept {
    readonly type: string;
    readonly inputs: PropertyMap;
    readonly outputs: PropertyMap;
  }
  const folder = join(import.meta.dirname, "../../fixtures/states/17b148f");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  const kept = files.flatMap((file) => {
    const { deployment } = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
      deployment: { resources: Kept[] };
    };
    // A state encrypts the values of secrets.
    const plain = Object.values<string>(types).filter((type) => type !== types.secret);
    return deployment.resources.filter(({ type }) => plain.includes(type));
  });
  const added = ["preventSelfReview", "storageClass", "settings", "tags"];

  test("is not a change to a program that never gave what they added", async () => {
    const { of } = await startStubs();
    expect(kept.length).toBeGreaterThan(30);
    for (const { type, inputs, outputs } of kept) {
      const given = Object.fromEntries(Object.entries(inputs).filter(([name]) => !added.includes(name)));
      const checked = await accept(of(type), type, given, inputs);
      expect([type, (await of(type).diff(type, { inputs, outputs }, checked)).changes]).toStrictEqual([type, {}]);
    }
  });
});
