import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../../src/plugin/property-values.ts";
import { Secret } from "../../../../src/plugin/property-values.ts";
import { secret } from "../../../plugin/harness.ts";
import { accept, expectStable } from "../../../plugin/lifecycle.ts";
import { clearEnvironment, repository, startGithub } from "./github.ts";

clearEnvironment();
const plyr = { repository: "plyr.fm" };
const staging = { ...plyr, environment: "staging" };
const digest = (value: string) => createHash("sha256").update(value).digest("hex");

const secrets: { type: string; given: PropertyMap; list: (id: number) => string; id: string }[] = [
  {
    type: "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret",
    given: staging,
    list: (id) => `/api/v3/repositories/${id}/environments/staging/secrets`,
    id: "plyr.fm:staging:FLY_API_TOKEN",
  },
  {
    type: "github:index/actionsSecret:ActionsSecret",
    given: plyr,
    list: () => `${repository}/actions/secrets`,
    id: "plyr.fm:FLY_API_TOKEN",
  },
];

describe.each(secrets)("$type", ({ type: token, given: place, list, id }) => {
  const given = { ...place, secretName: "FLY_API_TOKEN", value: secret("fo1_first") };

  async function startWithSecret() {
    const { cloud, plugin, create, live } = await startGithub();
    const created = await create(token, given);
    const scope = "environment" in place ? live.environments.find(({ name }) => name === "staging") : live;
    const held = () => scope?.secrets["FLY_API_TOKEN"];
    return { cloud, plugin, created, live, held, path: `${list(live.id)}/FLY_API_TOKEN` };
  }

  const put = (path: string) => [`PUT ${path}`, { key_id: expect.any(String), encrypted_value: expect.any(String) }];

  it("lives through create, refresh, another value and delete with the recorded calls", async () => {
    const { cloud, plugin, created, live, held, path } = await startWithSecret();
    const key = `GET ${list(live.id)}/public-key`;
    expect(cloud.taken()).toStrictEqual([`GET ${repository}`, key, put(path), `GET ${path}`]);
    expect(created.id).toBe(id);
    expect(held()?.sha256).toBe(digest("fo1_first"));
    await expectStable(plugin, token, created, given);
    expect(cloud.taken()).toStrictEqual([`GET ${path}`]);

    const inputs = await accept(plugin, token, { ...given, value: secret("fo1_second") });
    const updated = { id: created.id, ...(await plugin.update(token, created.id, created, inputs)) };
    expect(cloud.taken()).toStrictEqual([key, put(path), `GET ${path}`]);
    expect(held()?.sha256).toBe(digest("fo1_second"));
    await expectStable(plugin, token, updated, inputs);
    cloud.taken();

    await plugin.delete(token, created.id, updated);
    expect(cloud.taken()).toStrictEqual([`DELETE ${path}`]);
    expect(await plugin.read(token, created.id, updated)).toBeUndefined();
    await expect(plugin.delete(token, created.id, updated)).rejects.toThrow(/: 404 Not Found/);
  });

  it("keeps its value as a secret, and its times as Go writes them", async () => {
    const { created, live, held } = await startWithSecret();
    expect(created.outputs.value).toStrictEqual(new Secret("fo1_first"));
    const [date, time] = held()?.updated_at.replace("Z", "").split("T") ?? [];
    const text = `${date} ${time} +0000 UTC`;
    expect(created.outputs).toMatchObject({ createdAt: text, updatedAt: text, remoteUpdatedAt: text });
    expect(created.outputs.repositoryId).toBe(live.id);
  });

  it("shows no difference when somebody else wrote it: only the two times differ", async () => {
    const { plugin, created, held } = await startWithSecret();
    Object.assign(held() ?? {}, { sha256: digest("theirs"), updated_at: "2027-01-01T00:00:00Z" });
    const refreshed = await plugin.read(token, created.id, created);
    if (!refreshed) throw new Error("the secret is gone");
    expect(refreshed.outputs).toMatchObject({
      updatedAt: created.outputs.updatedAt,
      remoteUpdatedAt: "2027-01-01 00:00:00 +0000 UTC",
    });
    expect((await plugin.diff(token, refreshed, created.inputs)).changes).toStrictEqual({});
  });

  it("is imported without its value, which the next update writes", async () => {
    const { plugin, created } = await startWithSecret();
    const imported = await plugin.read(token, id);
    expect(imported?.id).toBe(id);
    expect(imported?.inputs).toStrictEqual({ ...created.inputs, value: new Secret("") });
    expect((await plugin.diff(token, imported ?? {}, created.inputs)).changes).toStrictEqual({ value: "update" });
  });

  it.each([
    ["encryptedValue", { encryptedValue: "c2VhbGVk" }],
    ["keyId", { keyId: "1" }],
    ["plaintextValue", { plaintextValue: "x" }],
    ["valueEncrypted", { valueEncrypted: "c2VhbGVk" }],
    ["secretName", { secretName: "GITHUB_SECRET" }],
    ["secretName", { secretName: "1ST" }],
  ])("refuses %s by name: %o", async (property, more) => {
    const { plugin } = await startGithub();
    const { failures } = await plugin.check(token, { ...given, ...more });
    expect(failures.map(([name]) => name)).toStrictEqual([property]);
  });
});

const variables: { type: string; given: PropertyMap; list: string; id: string }[] = [
  {
    type: "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable",
    given: staging,
    list: `${repository}/environments/staging/variables`,
    id: "plyr.fm:staging:API_URL",
  },
  {
    type: "github:index/actionsVariable:ActionsVariable",
    given: plyr,
    list: `${repository}/actions/variables`,
    id: "plyr.fm:API_URL",
  },
];

describe.each(variables)("$type", ({ type: token, given: place, list, id }) => {
  const given = { ...place, variableName: "API_URL", value: "https://api.plyr.fm" };

  it("lives through create, refresh, another value and delete with the recorded calls", async () => {
    const { cloud, plugin, create } = await startGithub();
    const created = await create(token, given);
    expect(created.id).toBe(id);
    expect(cloud.taken()).toStrictEqual([
      `GET ${repository}`,
      [`POST ${list}`, { name: "API_URL", value: "https://api.plyr.fm" }],
      `GET ${list}/API_URL`,
    ]);
    await expectStable(plugin, token, created, given);
    expect(cloud.taken()).toStrictEqual([`GET ${list}/API_URL`]);
    expect(await plugin.read(token, id)).toStrictEqual(created);
    cloud.taken();

    const other = { ...given, value: "https://api.example.com" };
    const inputs = await accept(plugin, token, other);
    const updated = { id, ...(await plugin.update(token, id, created, inputs)) };
    expect(cloud.taken()).toStrictEqual([
      [`PATCH ${list}/API_URL`, { name: "API_URL", value: "https://api.example.com" }],
      `GET ${list}/API_URL`,
    ]);
    await expectStable(plugin, token, updated, other);
    cloud.taken();

    await plugin.delete(token, id, updated);
    expect(cloud.taken()).toStrictEqual([`DELETE ${list}/API_URL`]);
    expect(await plugin.read(token, id, updated)).toBeUndefined();
    await expect(plugin.delete(token, id, updated)).rejects.toThrow(/: 404 Not Found/);
  });

  it("is refused with 409 when it exists, and not tried again", async () => {
    const { cloud, create } = await startGithub();
    await create(token, given);
    cloud.taken();
    await expect(create(token, given)).rejects.toThrow(/: 409 Already exists - Variable already exists/);
    expect(cloud.taken()).toHaveLength(2);
  });

  it("sees a value that somebody changed", async () => {
    const { plugin, create, live } = await startGithub();
    const created = await create(token, given);
    const scope = "environment" in place ? live.environments.find(({ name }) => name === "staging") : live;
    Object.assign(scope?.variables["API_URL"] ?? {}, { value: "theirs" });
    const refreshed = await plugin.read(token, id, created);
    expect((await plugin.diff(token, refreshed ?? {}, created.inputs)).changes).toStrictEqual({ value: "update" });
  });

  it("is replaced by another name", async () => {
    const { plugin, create } = await startGithub();
    const created = await create(token, given);
    const renamed = await accept(plugin, token, { ...given, variableName: "URL" });
    expect((await plugin.diff(token, created, renamed)).replaces).toStrictEqual(["variableName"]);
  });
});
