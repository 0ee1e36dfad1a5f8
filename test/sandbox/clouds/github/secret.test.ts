import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { type Served, seal, serveGithub } from "./served.ts";

const repo = "/repos/plyr-fm/plyr";

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
  await cloud.send("PUT", `${repo}/environments/staging`, {});
});

interface PublicKey {
  key_id: string;
  key: string;
}

const readKey = async (list: string) => (await cloud.send<PublicKey>("GET", `${list}/public-key`)).body;
async function putSecret(list: string, name: string, value: string) {
  const { key_id, key } = await readKey(list);
  return cloud.send("PUT", `${list}/${name}`, { key_id, encrypted_value: await seal(key, value) });
}

describe.each([
  ["an environment by the repository's number", "/repositories/230964320/environments/staging/secrets"],
  ["an environment by the repository's name", `${repo}/environments/staging/secrets`],
  ["a repository", `${repo}/actions/secrets`],
])("a secret of %s", (_name, list) => {
  test("is created with 201, changed with 204, and shows its name and times only", async () => {
    const created = await putSecret(list, "DEPLOY_TOKEN", "one");
    expect([created.status, created.body]).toEqual([201, {}]);
    const read = await cloud.send("GET", `${list}/DEPLOY_TOKEN`);
    expect(read.body).toEqual({
      name: "DEPLOY_TOKEN",
      created_at: "2026-01-05T10:00:02Z",
      updated_at: "2026-01-05T10:00:02Z",
    });
    const changed = await putSecret(list, "deploy_token", "two");
    expect([changed.status, changed.body]).toEqual([204, undefined]);
    expect((await cloud.send("GET", `${list}/deploy_token`)).body).toEqual({
      name: "DEPLOY_TOKEN",
      created_at: "2026-01-05T10:00:02Z",
      updated_at: "2026-01-05T10:00:03Z",
    });
  });

  test("has a public key of 32 bytes that stays", async () => {
    const { key_id, key } = await readKey(list);
    expect(Buffer.from(key, "base64")).toHaveLength(32);
    expect(key_id).toMatch(/^\d{18}$/);
    expect(await readKey(list)).toEqual({ key_id, key });
  });

  test("is deleted once", async () => {
    await putSecret(list, "A", "1");
    expect((await cloud.send("DELETE", `${list}/A`)).status).toBe(204);
    expect((await cloud.send("DELETE", `${list}/A`)).status).toBe(404);
    expect((await cloud.send("GET", `${list}/A`)).status).toBe(404);
  });

  test("is kept as a digest of what was sealed", async () => {
    await putSecret(list, "A", "canary-of-the-box");
    expect(cloud.readState()).not.toContain("canary-of-the-box");
    const sha256 = createHash("sha256").update("canary-of-the-box").digest("hex");
    expect(cloud.readState()).toContain(sha256);
  });

  test("sealed for another key is refused, as is a stale key id", async () => {
    const { key_id, key } = await readKey(list);
    const otherKey = Buffer.alloc(32, 9).toString("base64");
    const put = async (body: object) => (await cloud.send("PUT", `${list}/A`, body)).status;
    expect(await put({ key_id, encrypted_value: await seal(otherKey, "v") })).toBe(422);
    expect(await put({ key_id: "1", encrypted_value: await seal(key, "v") })).toBe(422);
    expect(await put({ key_id, encrypted_value: "not base64" })).toBe(422);
    expect((await cloud.send("GET", `${list}/A`)).status).toBe(404);
  });

  test.each(["1A", "A-B", "GITHUB_TOKEN", "github_x"])("is not named %s", async (name) => {
    expect((await putSecret(list, name, "v")).status).toBe(422);
  });

  test("is at most 48 KB long", async () => {
    expect((await putSecret(list, "A", "x".repeat(48 * 1024 + 1))).status).toBe(422);
    expect((await putSecret(list, "A", "x".repeat(48 * 1024))).status).toBe(201);
  });
});

test("both addresses of an environment's secrets lead to one store", async () => {
  const byNumber = "/repositories/230964320/environments/STAGING/secrets";
  await putSecret(byNumber, "A", "1");
  expect((await cloud.send("GET", `${repo}/environments/staging/secrets`)).body).toMatchObject({
    total_count: 1,
    secrets: [{ name: "A" }],
  });
  expect(await readKey(byNumber)).toEqual(await readKey(`${repo}/environments/staging/secrets`));
});

test("environments and the repository have keys and secrets of their own", async () => {
  await cloud.send("PUT", `${repo}/environments/production`, {});
  const lists = [
    `${repo}/environments/staging/secrets`,
    `${repo}/environments/production/secrets`,
    `${repo}/actions/secrets`,
  ];
  const keys = await Promise.all(lists.map(async (list) => (await readKey(list)).key));
  expect(new Set(keys).size).toBe(3);
  await putSecret(`${repo}/environments/staging/secrets`, "A", "1");
  expect((await cloud.send("GET", `${repo}/environments/production/secrets/A`)).status).toBe(404);
});

test("secrets of an environment that is not there answer 404", async () => {
  expect((await cloud.send("GET", `${repo}/environments/none/secrets/public-key`)).status).toBe(404);
});
