import { beforeEach, describe, expect, test } from "vitest";
import { type Served, serveGithub } from "./served.ts";

const repo = "/repos/plyr-fm/plyr";

interface Issue {
  number: number;
  title: string;
}

let cloud: Served;
beforeEach(async () => {
  cloud = await serveGithub();
});

const createIssue = (title: string, more: object = {}) =>
  cloud.send<Issue>("POST", `${repo}/issues`, { title, ...more });
const list = async (query: string) =>
  (await cloud.send<Issue[]>("GET", `${repo}/issues?${query}`)).body.map(({ title }) => title);

describe("an issue", () => {
  test("is opened with its labels and read back", async () => {
    const { status, body } = await createIssue("Drift in production", { body: "one", labels: ["drift"] });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: 1,
      title: "Drift in production",
      body: "one",
      state: "open",
      state_reason: null,
      closed_at: null,
      comments: 0,
      user: { login: "plyr-fm" },
      labels: [{ name: "drift", color: "ededed", default: false }],
      html_url: `${cloud.url}/plyr-fm/plyr/issues/1`,
    });
    expect((await cloud.send("GET", `${repo}/issues/1`)).body).toEqual(body);
  });

  test("is changed, closed and opened again", async () => {
    await createIssue("one");
    const patch = async (change: object) => (await cloud.send("PATCH", `${repo}/issues/1`, change)).body;
    expect(await patch({ title: "two", body: "text" })).toMatchObject({ title: "two", body: "text", state: "open" });
    expect(await patch({ state: "closed", state_reason: "not_planned" })).toMatchObject({
      title: "two",
      state: "closed",
      state_reason: "not_planned",
      closed_at: "2026-01-05T10:00:03Z",
    });
    expect(await patch({ state: "open" })).toMatchObject({ state: "open", state_reason: "reopened", closed_at: null });
  });

  test("that is not there answers 404", async () => {
    expect((await cloud.send("GET", `${repo}/issues/1`)).status).toBe(404);
  });

  test("needs a title, and a body of at most 65,536 characters", async () => {
    expect((await cloud.send("POST", `${repo}/issues`, { body: "x" })).status).toBe(422);
    expect((await createIssue("long", { body: "x".repeat(65_537) })).status).toBe(422);
    expect((await createIssue("long", { body: "x".repeat(65_536) })).status).toBe(201);
  });
});

describe("the list of issues", () => {
  beforeEach(async () => {
    await createIssue("a", { labels: ["drift", "staging"] });
    await createIssue("b", { labels: ["drift"] });
    await createIssue("c");
    await cloud.send("PATCH", `${repo}/issues/2`, { state: "closed" });
  });

  test.each([
    ["", ["c", "a"]],
    ["state=closed", ["b"]],
    ["state=all", ["c", "b", "a"]],
    ["state=all&direction=asc", ["a", "b", "c"]],
    ["state=all&labels=drift", ["b", "a"]],
    ["state=all&labels=drift,staging", ["a"]],
    ["labels=unknown", []],
  ])("for %j has %j", async (query, titles) => {
    expect(await list(query)).toEqual(titles);
  });

  test("is paged, with links to the neighbours", async () => {
    expect(await list("state=all&per_page=1&page=2")).toEqual(["b"]);
    const { headers } = await cloud.send("GET", `${repo}/issues?state=all&per_page=1&page=2`);
    const page = (n: number) => `<${cloud.url}/api/v3${repo}/issues?state=all&per_page=1&page=${n}>`;
    expect(headers.get("link")).toBe(
      `${page(1)}; rel="prev", ${page(3)}; rel="next", ${page(3)}; rel="last", ${page(1)}; rel="first"`,
    );
    expect((await cloud.send("GET", `${repo}/issues`)).headers.get("link")).toBeNull();
  });

  test("has at most 100 a page", async () => {
    for (let n = 0; n < 99; n++) await createIssue(`more ${n}`);
    expect(await list("state=all&per_page=500")).toHaveLength(100);
  });
});

describe("labels", () => {
  const names = (body: { name: string }[]) => body.map(({ name }) => name);
  const change = async (method: string, body: unknown, path = "") =>
    names((await cloud.send<{ name: string }[]>(method, `${repo}/issues/1/labels${path}`, body)).body);

  test("of an issue are added, replaced and removed", async () => {
    await createIssue("a", { labels: ["one"] });
    expect(await change("POST", { labels: ["two", "ONE"] })).toEqual(["one", "two"]);
    expect(await change("PUT", ["three"])).toEqual(["three"]);
    expect(await change("POST", ["one"])).toEqual(["one", "three"]);
    expect(await change("DELETE", undefined, "/three")).toEqual(["one"]);
    expect((await cloud.send("DELETE", `${repo}/issues/1/labels/three`)).status).toBe(404);
  });

  test("of a repository are created once and leave its issues with their deletion", async () => {
    const label = { name: "drift", color: "d93f0b", description: "The cloud differs" };
    expect((await cloud.send("POST", `${repo}/labels`, label)).body).toMatchObject(label);
    expect((await cloud.send("POST", `${repo}/labels`, { name: "Drift" })).status).toBe(422);
    await createIssue("a", { labels: ["drift"] });
    expect((await cloud.send("GET", `${repo}/labels`)).body).toMatchObject([label]);
    expect((await cloud.send("DELETE", `${repo}/labels/drift`)).status).toBe(204);
    expect((await cloud.send("GET", `${repo}/labels/drift`)).status).toBe(404);
    expect((await cloud.send("GET", `${repo}/issues/1`)).body).toMatchObject({ labels: [] });
  });
});

describe("a pull request", () => {
  const createPull = (head = "feat/player") =>
    cloud.send("POST", `${repo}/pulls`, { title: "Player", head, base: "main" });

  test("shares its number, labels and comments with the issues", async () => {
    await createIssue("first");
    expect((await createPull()).status).toBe(201);
    await cloud.send("POST", `${repo}/issues/2/labels`, ["review"]);
    await cloud.send("POST", `${repo}/issues/2/comments`, { body: "hello" });
    expect((await cloud.send("GET", `${repo}/pulls/2`)).body).toMatchObject({
      number: 2,
      state: "open",
      head: { ref: "feat/player", label: "plyr-fm:feat/player" },
      base: { ref: "main", repo: { full_name: "plyr-fm/plyr" } },
      labels: [{ name: "review" }],
      comments: 1,
      issue_url: `${cloud.url}/api/v3${repo}/issues/2`,
    });
    expect((await cloud.send("GET", `${repo}/issues/2`)).body).toMatchObject({
      pull_request: { url: `${cloud.url}/api/v3${repo}/pulls/2` },
    });
  });

  test("is not an issue's number", async () => {
    await createIssue("first");
    expect((await cloud.send("GET", `${repo}/pulls/1`)).status).toBe(404);
  });

  test("is open once for a branch, and listed by it", async () => {
    await createPull();
    await createPull("other");
    expect((await createPull()).status).toBe(422);
    const find = async (query: string) =>
      (await cloud.send<Issue[]>("GET", `${repo}/pulls?${query}`)).body.map(({ number }) => number);
    expect(await find("")).toEqual([2, 1]);
    expect(await find("head=plyr-fm:feat/player")).toEqual([1]);
    await cloud.send("PATCH", `${repo}/issues/1`, { state: "closed" });
    expect(await find("")).toEqual([2]);
    expect(await find("state=closed")).toEqual([1]);
    expect((await createPull()).status).toBe(201);
  });
});
