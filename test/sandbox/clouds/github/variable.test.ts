import { beforeEach, describe, expect, test } from "vitest";
import { type Served, serveGithub } from "./served.ts";

const repo = "/repos/plyr-fm/plyr";

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
  await cloud.send("PUT", `${repo}/environments/staging`, {});
});

describe.each([
  ["an environment", `${repo}/environments/staging/variables`],
  ["a repository", `${repo}/actions/variables`],
])("a variable of %s", (_name, list) => {
  const create = (name: string, value: string) => cloud.send("POST", list, { name, value });

  test("is created with 201, changed with 204 and read in clear", async () => {
    const created = await create("api_url", "https://a");
    expect([created.status, created.body]).toEqual([201, {}]);
    const changed = await cloud.send("PATCH", `${list}/API_URL`, { name: "API_URL", value: "https://b" });
    expect([changed.status, changed.body]).toEqual([204, undefined]);
    expect((await cloud.send("GET", `${list}/API_URL`)).body).toEqual({
      name: "API_URL",
      value: "https://b",
      created_at: "2026-01-05T10:00:02Z",
      updated_at: "2026-01-05T10:00:03Z",
    });
  });

  test("that exists is refused with 409 and not overwritten", async () => {
    await create("A", "1");
    const { status, body } = await create("a", "2");
    expect(status).toBe(409);
    expect(body).toMatchObject({ message: "Already exists - Variable already exists" });
    expect((await cloud.send("GET", `${list}/A`)).body).toMatchObject({ value: "1" });
  });

  test("is not created by a PATCH", async () => {
    expect((await cloud.send("PATCH", `${list}/A`, { name: "A", value: "1" })).status).toBe(404);
  });

  test("takes another name by a PATCH", async () => {
    await create("A", "1");
    await cloud.send("PATCH", `${list}/A`, { name: "B" });
    expect((await cloud.send("GET", `${list}/A`)).status).toBe(404);
    expect((await cloud.send("GET", `${list}/B`)).body).toMatchObject({ value: "1" });
  });

  test("is deleted once", async () => {
    await create("A", "1");
    expect((await cloud.send("DELETE", `${list}/A`)).status).toBe(204);
    expect((await cloud.send("DELETE", `${list}/A`)).status).toBe(404);
  });

  test.each([
    ["a name that begins with GITHUB_", "GITHUB_A", "1"],
    ["a name with a dash", "A-B", "1"],
    ["more than 48 KB", "A", "x".repeat(48 * 1024 + 1)],
  ])("with %s is refused with 422", async (_what, name, value) => {
    expect((await create(name, value)).status).toBe(422);
  });

  test("is listed ten a page", async () => {
    for (let n = 0; n < 12; n++) await create(`V${n}`, "1");
    const { body, headers } = await cloud.send<{ total_count: number; variables: unknown[] }>("GET", list);
    expect([body.total_count, body.variables.length]).toEqual([12, 10]);
    const second = `<${cloud.url}/api/v3${list}?page=2>`;
    expect(headers.get("link")).toBe(`${second}; rel="next", ${second}; rel="last"`);
  });
});
