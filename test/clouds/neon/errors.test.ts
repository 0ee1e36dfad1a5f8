import { describe, expect, it, vi } from "vitest";
import { CloudError } from "../../../src/clouds/call/cloud-error.ts";
import { createNeonClient } from "../../../src/clouds/neon/client.ts";
import { apiKey, scriptNeon } from "./scripted-neon.ts";

const error = (message: string, code = "") => ({ request_id: "11111111-1111-4111-8111-111111111111", code, message });
const request = "request 11111111-1111-4111-8111-111111111111";

describe("what Neon refuses", () => {
  it.each([
    [
      401,
      error("supplied credentials do not pass authentication"),
      `Neon refused to read project p: 401 supplied credentials do not pass authentication (GET /projects/p, ${request}).
  Fix: set NEON_API_KEY to a live Neon API key (https://neon.com/docs/manage/api-keys)`,
    ],
    [
      403,
      error("not allowed"),
      `Neon refused to read project p: 403 not allowed (GET /projects/p, ${request}).\n  Fix: change what Neon names, then run the same command again`,
    ],
    [
      404,
      error("this route does not exist"),
      `Neon refused to read project p: 404 this route does not exist (GET /projects/p, ${request}).\n  Fix: change what Neon names, then run the same command again`,
    ],
    [
      404,
      "<html>not here</html>",
      "Neon refused to read project p: 404 the answer is not JSON (GET /projects/p).\n  Fix: change what Neon names, then run the same command again",
    ],
    [
      200,
      "<html>log in</html>",
      `Neon gave an answer that it does not document when asked to read project p: 200 a text that begins with "<html>log in</html>" (GET /projects/p).
  Fix: see that NEON_API_HOST, where set, leads to the API, look at https://neonstatus.com, and run the same command again`,
    ],
    [
      422,
      error("projects limit exceeded", "PROJECTS_LIMIT_EXCEEDED"),
      `Neon refused to read project p: 422 projects limit exceeded (GET /projects/p, ${request}).
  Fix: delete what is no longer used, or take a larger plan: https://neon.com/docs/introduction/plans`,
    ],
  ])("with %i is told with what to do", async (status, body, message) => {
    const neon = await scriptNeon(() => ({ status, body }));
    const failure: unknown = await neon.projects.find("p").catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(CloudError);
    expect(failure).toMatchObject({ message, status });
  });

  it("is told without the key, whatever Neon repeats of it", async () => {
    const neon = await scriptNeon(() => ({ status: 400, body: error(`no such key: ${apiKey}`) }));
    await expect(neon.projects.find("p")).rejects.toMatchObject({ failure: { said: "no such key: [secret]" } });
  });

  it("as absent is not an error", async () => {
    const neon = await scriptNeon(() => ({ status: 404, body: error("project not found") }));
    expect(await neon.projects.find("p")).toBeUndefined();
  });

  it("keeps its code, its request id and the time to wait", async () => {
    const headers = { "retry-after": "1", "x-request-id": "from-the-header" };
    const neon = await scriptNeon(() => ({
      status: 409,
      body: { code: "BRANCH_ALREADY_EXISTS", message: "" },
      headers,
    }));
    const create = neon.branches.create("p", { branch: { name: "pr-42" }, compute: {}, annotation: {} });
    await expect(create).rejects.toMatchObject({
      failure: {
        vendor: "Neon",
        action: 'create branch "pr-42"',
        method: "POST",
        path: "/projects/p/branches",
        code: "BRANCH_ALREADY_EXISTS",
        requestId: "from-the-header",
        retryAfterMs: 1000,
      },
    });
  });

  it("never shows the key, and says that nobody answered", async () => {
    const neon = createNeonClient({ apiKey, baseUrl: "http://127.0.0.1:9/api/v2" });
    const create = neon.roles.create({ projectId: "p", branchId: "b", name: "worker" });
    const failure = (await create.catch((thrown: unknown) => thrown)) as CloudError;
    expect(failure.message).toBe(
      `Neon did not answer when asked to create role "worker" on branch b: connect ECONNREFUSED 127.0.0.1:9 (POST /projects/p/branches/b/roles).
  Fix: check the network, https://neonstatus.com, and NEON_API_HOST if it is set`,
    );
    expect(failure.uncertain).toBe(true);
    expect(JSON.stringify(failure)).not.toContain(apiKey);
  });
});

const project = {
  ...{ id: "p", name: "plyr", region_id: "aws-us-east-2", pg_version: 17 },
  history_retention_seconds: 86_400,
};

describe("a call of Neon", () => {
  it("does not go through HTTP_PROXY, which axios would use even for 127.0.0.1", async () => {
    vi.stubEnv("HTTP_PROXY", "http://127.0.0.1:9");
    vi.stubEnv("http_proxy", "http://127.0.0.1:9");
    vi.stubEnv("NO_PROXY", "");
    vi.stubEnv("no_proxy", "");
    const neon = await scriptNeon(() => ({ status: 200, body: { project } }));
    expect(await neon.projects.find("p")).toStrictEqual(project);
    vi.unstubAllEnvs();
  });

  it("is not made for a client that is only created", async () => {
    const asked: string[] = [];
    await scriptNeon((request) => {
      asked.push(request);
      return { status: 500, body: "" };
    });
    expect(asked).toStrictEqual([]);
  });

  it("of a list goes on to the last page", async () => {
    const page = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ ...project, id: `p-${from + n}` }));
    const asked: string[] = [];
    const neon = await scriptNeon((request) => {
      asked.push(request);
      const body = request.includes("cursor=next")
        ? { projects: page(400, 1), pagination: { cursor: "again" } }
        : { projects: page(0, 400), pagination: { cursor: "next" } };
      return { status: 200, body };
    });
    expect(await neon.projects.listNamed("plyr", "org-a")).toHaveLength(401);
    expect(asked).toStrictEqual([
      "GET /api/v2/projects?search=plyr&limit=400&org_id=org-a",
      "GET /api/v2/projects?search=plyr&limit=400&org_id=org-a&cursor=next",
    ]);
  });

  it("of a list looks itself at projects that the list left out", async () => {
    const neon = await scriptNeon((request) => ({
      status: 200,
      body: request.includes("?") ? { projects: [], unavailable_project_ids: ["p"] } : { project },
    }));
    expect(await neon.projects.listNamed("plyr", undefined)).toStrictEqual([project]);
  });
});
