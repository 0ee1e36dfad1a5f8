import { describe, expect, it, vi } from "vitest";
import { githubCloud } from "../../../../sandbox/clouds/github/index.ts";
import { GithubClient } from "../../../../sandbox/plugins/github/client.ts";
import { githubPlugin } from "../../../../sandbox/plugins/github/plugin.ts";
import { type Script, startCloud, startScript, startStub, tokens } from "../stub.ts";
import { clearEnvironment } from "./github.ts";

clearEnvironment();

const token = "github:index/actionsVariable:ActionsVariable";
const variable = { repository: "plyr.fm", variableName: "API_URL", value: "https://api.plyr.fm" };
const known = { inputs: variable, outputs: { ...variable, createdAt: "", updatedAt: "", repositoryId: 1 } };
const user: Script = { status: 404 };
const found: Script = {
  status: 200,
  body: { value: "https://api.plyr.fm", created_at: "2026-01-05T10:00:01Z", updated_at: "2026-01-05T10:00:01Z" },
};
const soon = { "x-ratelimit-reset": String(Math.floor(Date.now() / 1000)) };
const secondary = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits";

/** Reads a variable from a server that answers so. The request for the owner is not among `requests`. */
async function readAgainst(...answers: Script[]) {
  const server = await startScript(user, ...answers);
  const settings = { token: tokens.github, owner: "zzstoatzz", baseUrl: server.url };
  const plugin = await startStub(githubPlugin, settings);
  return { requests: () => server.requests.slice(1), read: () => plugin.read(token, "plyr.fm:API_URL", known) };
}

describe("a call of the github stub", () => {
  const failed: [string, Script][] = [
    ["500", { status: 500 }],
    ["502", { status: 502 }],
    ["503", { status: 503 }],
    ["504", { status: 504 }],
    ["a cut connection", "cut"],
    ["the primary limit", { status: 403, headers: { ...soon, "x-ratelimit-remaining": "0" } }],
    ["the secondary limit", { status: 429, headers: { "retry-after": "0" }, body: { documentation_url: secondary } }],
  ];
  it.each(failed)("is repeated after %s", async (_what, failure) => {
    const { requests, read } = await readAgainst(failure, found);
    expect((await read())?.id).toBe("plyr.fm:API_URL");
    expect(requests()).toHaveLength(2);
  });

  const final: [string, Script][] = [
    ["401", { status: 401, body: { message: "Bad credentials" } }],
    ["403", { status: 403, headers: { "x-ratelimit-remaining": "59", ...soon } }],
    ["409", { status: 409 }],
    ["422", { status: 422, body: { message: "Validation Failed", errors: [{ field: "name" }] } }],
    ["429", { status: 429, headers: { "retry-after": "0" } }],
    ["501", { status: 501 }],
  ];
  it.each(final)("is not repeated after %s without more", async (status, failure) => {
    const { requests, read } = await readAgainst(failure, found);
    await expect(read()).rejects.toThrow(`/actions/variables/API_URL: ${status} `);
    expect(requests()).toHaveLength(1);
  });

  it("fails after three repeats", async () => {
    const { requests, read } = await readAgainst({ status: 502, body: { message: "Server Error" } });
    await expect(read()).rejects.toThrow(/: 502 Server Error \[\]$/);
    expect(requests()).toHaveLength(4);
  });

  it("carries the token and the version of the API", async () => {
    const cloud = await startCloud(githubCloud);
    const settings = { token: tokens.github, owner: "zzstoatzz", baseUrl: cloud.url };
    const plugin = await startStub(githubPlugin, settings);
    await plugin.create(token, variable);
    expect(cloud.seen.find(({ method }) => method === "POST")?.headers).toMatchObject({
      authorization: `Bearer ${tokens.github}`,
      "content-type": "application/json",
      "x-github-api-version": "2022-11-28",
    });
  });

  it("waits until the one before it has its answer", async () => {
    const server = await startScript(user, found);
    const plugin = await startStub(githubPlugin, { owner: "zzstoatzz", baseUrl: server.url });
    await Promise.all(["A", "B", "C"].map((name) => plugin.read(token, `plyr.fm:${name}`, known)));
    expect(server.requests).toHaveLength(4);
    expect(server.busiest).toBe(1);
  });

  it("keeps its distance from a write before it", async () => {
    const cloud = await startCloud(githubCloud);
    const baseUrl = `${cloud.url}/api/v3/`;
    const github = new GithubClient({ token: tokens.github, owner: "zzstoatzz", baseUrl, writeDelayMs: 200 });
    const { signal } = new AbortController();
    const variables = "repos/zzstoatzz/plyr.fm/actions/variables";
    const elapsed = async (work: () => Promise<unknown>) => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    await github.find(`${variables}/A`, signal);
    expect(await elapsed(() => github.call("POST", variables, signal, { name: "A", value: "1" }))).toBeLessThan(190);
    expect(await elapsed(() => github.find(`${variables}/A`, signal))).toBeGreaterThan(190);
    expect(await elapsed(() => github.find(`${variables}/A`, signal))).toBeLessThan(190);
  });
});

describe("the owner that the github stub works for", () => {
  const ownerCalls = async (settings: Record<string, string>) => {
    const cloud = await startCloud(githubCloud);
    const plugin = await startStub(githubPlugin, { token: tokens.github, baseUrl: cloud.url, ...settings });
    await plugin.read(token, "plyr.fm:API_URL", known);
    return cloud.journal.read().map(({ path }) => path);
  };
  const read = (owner: string) => `/api/v3/repos/${owner}/plyr.fm/actions/variables/API_URL`;

  it("is the configured one", async () => {
    expect(await ownerCalls({ owner: "configured" })).toStrictEqual(["/api/v3/orgs/configured", read("configured")]);
  });

  it.each(["GITHUB_OWNER", "GITHUB_ORGANIZATION"])("is that of %s before the configured one", async (name) => {
    vi.stubEnv(name, "environment");
    expect(await ownerCalls({ owner: "configured" })).toStrictEqual(["/api/v3/orgs/environment", read("environment")]);
  });

  it("is the token's own account when nobody says", async () => {
    expect(await ownerCalls({})).toStrictEqual(["/api/v3/user", "/api/v3/orgs/zzstoatzz", read("zzstoatzz")]);
  });

  it("is looked up again after the look-up failed", async () => {
    const server = await startScript({ status: 401, body: { message: "Bad credentials" } }, user, found);
    const plugin = await startStub(githubPlugin, { owner: "zzstoatzz", baseUrl: server.url });
    const attempt = () => plugin.read(token, "plyr.fm:API_URL", known);
    await expect(attempt()).rejects.toThrow(/\/orgs\/zzstoatzz: 401 Bad credentials/);
    expect((await attempt())?.id).toBe("plyr.fm:API_URL");
  });
});

describe("the settings of the github stub", () => {
  it("come from the environment where they are not configured", async () => {
    const cloud = await startCloud(githubCloud);
    vi.stubEnv("GITHUB_TOKEN", tokens.github);
    vi.stubEnv("GITHUB_BASE_URL", cloud.url);
    const plugin = await startStub(githubPlugin, {});
    expect((await plugin.create(token, variable)).id).toBe("plyr.fm:API_URL");
  });

  it("lead to this machine only", async () => {
    const plugin = await startStub(githubPlugin, { owner: "zzstoatzz", baseUrl: "https://api.github.com/" });
    await expect(plugin.create(token, variable)).rejects.toThrow(
      "was pointed at https://api.github.com/. It speaks to 127.0.0.1 only",
    );
  });

  it.each([
    [{ owner: "zzstoatzz/plyr.fm" }, "github:owner: may not contain a slash"],
    [{ writeDelayMs: "-1" }, "github:writeDelayMs: Too small"],
    [{ organization: "plyr" }, "github:organization: is not a known property."],
  ])("are checked: %o", async (settings, reason) => {
    const plugin = await startStub(githubPlugin, {});
    expect((await plugin.checkConfig(settings)).failures[0]?.[1]).toContain(reason);
  });
});
