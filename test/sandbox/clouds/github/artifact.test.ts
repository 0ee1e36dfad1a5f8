import { zipSync } from "fflate";
import { beforeEach, describe, expect, test } from "vitest";
import { type Served, serveGithub, token } from "./served.ts";

const repo = "/repos/plyr-fm/plyr";
const zip = Buffer.from(zipSync({ "plan.json": Buffer.from("{}") }));

interface Artifact {
  id: number;
  name: string;
}

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
  await cloud.send("POST", `${repo}/pulls`, { title: "one", head: "feat", base: "main" });
  await cloud.send("POST", `${repo}/pulls`, { title: "two", head: "octocat:feat", base: "main" });
});

const upload = (name: string, more: object = {}) =>
  cloud.happen("uploadArtifact", {
    repository: "plyr-fm/plyr",
    pull: 1,
    name,
    zip: zip.toString("base64"),
    ...more,
  });
const list = async (query = "") =>
  (await cloud.send<{ total_count: number; artifacts: Artifact[] }>("GET", `${repo}/actions/artifacts${query}`)).body;

describe("an artifact", () => {
  test("is of the run for its pull request, and read alone as in the list", async () => {
    upload("plan-staging");
    const { body: pull } = await cloud.send<{ head: { sha: string; repo: { id: number } } }>("GET", `${repo}/pulls/1`);
    const { total_count, artifacts } = await list();
    expect(total_count).toBe(1);
    expect(artifacts).toMatchObject([
      {
        name: "plan-staging",
        size_in_bytes: zip.byteLength,
        expired: false,
        created_at: "2026-01-05T10:00:03Z",
        expires_at: "2026-04-05T10:00:03Z",
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        workflow_run: {
          head_branch: "feat",
          head_sha: pull.head.sha,
          head_repository_id: pull.head.repo.id,
          repository_id: pull.head.repo.id,
        },
      },
    ]);
    expect((await cloud.send("GET", `${repo}/actions/artifacts/${artifacts[0]?.id}`)).body).toEqual(artifacts[0]);
    expect((await cloud.send("GET", `${repo}/actions/artifacts/1`)).status).toBe(404);
  });

  test("of a fork's run names the fork", async () => {
    upload("plan", { pull: 2 });
    const { artifacts } = await list();
    const { workflow_run: run } = artifacts[0] as unknown as { workflow_run: Record<string, unknown> };
    expect(run["head_repository_id"]).not.toBe(run["repository_id"]);
  });

  test("is found by its whole name, newest first, page by page", async () => {
    for (const name of ["a", "b", "a", "ab"]) upload(name);
    const ids = ({ artifacts }: { artifacts: Artifact[] }) => artifacts.map(({ id }) => id);
    expect(ids(await list("?name=a"))).toEqual([3_900_000_003, 3_900_000_001]);
    expect(await list("?per_page=1&page=2")).toMatchObject({ total_count: 4, artifacts: [{ name: "a" }] });
  });

  test("is downloaded from an address that needs no token and takes none", async () => {
    upload("plan");
    const { status, headers } = await cloud.send("GET", `${repo}/actions/artifacts/3900000001/zip`);
    expect(status).toBe(302);
    const location = headers.get("location") ?? "";
    expect(location).toMatch(`${cloud.url}/blobs/artifacts/3900000001?sig=`);
    expect(Buffer.from(await (await fetch(location)).arrayBuffer())).toEqual(zip);
    expect((await fetch(location, { headers: { authorization: `Bearer ${token}` } })).status).toBe(400);
    expect((await fetch(location.slice(0, -1))).status).toBe(403);
    expect((await fetch(`${cloud.url}/api/v3${repo}/actions/artifacts/3900000001/zip`)).status).toBe(401);
  });

  test("expires after 90 days", async () => {
    upload("plan");
    cloud.clock.tick(90 * 24 * 60 * 60);
    expect((await list()).artifacts).toMatchObject([{ expired: true }]);
    expect((await cloud.send("GET", `${repo}/actions/artifacts/3900000001/zip`)).status).toBe(410);
  });

  test.each([
    ["no such pull request", { pull: 7 }, 404, "plyr-fm/plyr has no pull request 7"],
    ["no such repository", { repository: "plyr-fm/other" }, 404, "plyr-fm/other has no pull request 1"],
    ["no name", { name: "" }, 422, "name: Too small: expected string to have >=1 characters"],
  ])("is not taken for %s", (_, more, status, problem) => {
    expect(upload("plan", more)).toEqual({ status, body: { problems: [problem] } });
  });
});
