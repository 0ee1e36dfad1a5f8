import { describe, expect, test } from "vitest";
import { CloudError } from "../../../src/clouds/call/cloud-error.ts";
import { emulateGithub, token } from "./emulated-github.ts";
import { scriptGithub } from "./scripted-github.ts";

const failureOf = async (call: Promise<unknown>): Promise<CloudError> => {
  const error = await call.catch((reason: unknown) => reason);
  if (!(error instanceof CloudError)) throw new Error(`it is no CloudError: ${error}`);
  expect(error.message).not.toContain(token);
  return error;
};

describe("a refusal says", () => {
  test("which token to set for 401", async () => {
    const github = await emulateGithub();
    const { message } = await failureOf(github.connect(`${token}x`).comments.list(7));
    expect(message).toBe(
      "GitHub refused to list the comments of #7: 401 Bad credentials (GET /api/v3/repos/plyr-fm/plyr/issues/7/comments).\n" +
        "  Fix: set GH_TOKEN or, where that is not set, GITHUB_TOKEN to a live GitHub token of the repository",
    );
  });

  test("which permission is lacking for 403", async () => {
    const { client } = await scriptGithub((_, response) =>
      response
        .writeHead(403, {
          "content-type": "application/json",
          "x-accepted-github-permissions": "issues=write; pull_requests=write",
          "x-github-request-id": "C0DE:1",
        })
        .end(JSON.stringify({ message: `Resource not accessible by ${token}` })),
    );
    const { message } = await failureOf(client.comments.create(7, "text"));
    expect(message).toBe(
      "GitHub refused to comment on #7: 403 Resource not accessible by [secret] " +
        "(POST /repos/plyr-fm/plyr/issues/7/comments, request C0DE:1).\n" +
        "  Fix: give the token in GH_TOKEN (else GITHUB_TOKEN) the permission issues: write; pull_requests: write, " +
        'in a workflow under "permissions"',
    );
  });

  test("that 404 may hide what the token may not see", async () => {
    const github = await emulateGithub();
    const { message } = await failureOf(github.connect().pulls.read(1));
    expect(message).toBe(
      "GitHub refused to read pull request #1: 404 Not Found (GET /api/v3/repos/plyr-fm/plyr/pulls/1).\n" +
        "  Fix: see that /api/v3/repos/plyr-fm/plyr/pulls/1 exists and that the token in GH_TOKEN (else GITHUB_TOKEN) may see it",
    );
  });

  test("each field for 422", async () => {
    const github = await emulateGithub();
    const { number } = await github.send<{ number: number }>("POST", "/issues", { title: "one" });
    const { failure } = await failureOf(github.connect().comments.create(number, "x".repeat(65_537)));
    expect(failure.said).toBe("Validation Failed; body is too long (maximum is 65536 characters)");
  });

  test("that a page of another server is not an answer", async () => {
    const { client, seen } = await scriptGithub((_, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>"),
    );
    const { failure } = await failureOf(client.issues.listOpen());
    expect(failure).toMatchObject({
      status: 200,
      malformed: true,
      said: 'a text that begins with "<html>Sign in</html>"',
    });
    expect(seen).toHaveLength(1);
  });
});

describe("a read", () => {
  test.each(["refuse", "cut", "lose", "misreport"] as const)("is tried again when it is met by %s", async (kind) => {
    const github = await emulateGithub();
    await github.send("POST", "/issues", { title: "one" });
    github.faults.push({ operation: "github.listIssues", kind, times: 2 });
    expect(await github.connect().issues.listOpen()).toMatchObject([{ number: 1, title: "one" }]);
  });

  test("whose answer breaks off is tried again, and not taken for an empty one", async () => {
    let calls = 0;
    const { client } = await scriptGithub((_, response) => {
      calls += 1;
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      if (calls > 1) return void response.end(JSON.stringify([]).padEnd(1000));
      response.write("[", () => response.destroy());
    });
    expect(await client.issues.listOpen()).toEqual([]);
    expect(calls).toBe(2);
  });

  test("of a list fails when one of its pages does", async () => {
    const { client, url } = await scriptGithub(({ url: path }, response) => {
      const isFirst = !path?.includes("page=2");
      response.writeHead(isFirst ? 200 : 409, {
        "content-type": "application/json",
        ...(isFirst && { link: `<${url}/next?page=2>; rel="next"` }),
      });
      response.end(isFirst ? "[]" : JSON.stringify({ message: "Conflict" }));
    });
    await expect(client.issues.listOpen()).rejects.toThrow("GitHub refused a page of a list with 409 Conflict.");
  });
});

describe("a rate limit", () => {
  const secondary = {
    message: "You have exceeded a secondary rate limit.",
    documentation_url: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
  };
  const comment = { id: 1, body: "text", html_url: "https://github.com/c", user: null, author_association: "OWNER" };

  test.each<[string, number, () => Record<string, string>]>([
    ["403 with Retry-After", 403, () => ({ "retry-after": "1" })],
    ["429 with Retry-After", 429, () => ({ "retry-after": "1" })],
    [
      "403 with nothing remaining",
      403,
      () => ({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Math.ceil(Date.now() / 1000) + 1) }),
    ],
  ])("as %s is waited for, by a write too, which did nothing", async (_, status, headers) => {
    const at: number[] = [];
    const { client } = await scriptGithub((_request, response) => {
      at.push(Date.now());
      if (at.length > 1)
        return void response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(comment));
      response.writeHead(status, { "content-type": "application/json", ...headers() }).end(JSON.stringify(secondary));
    });
    expect(await client.comments.create(7, "text")).toMatchObject({ id: 1 });
    expect(at).toHaveLength(2);
    expect(Number(at[1]) - Number(at[0])).toBeGreaterThanOrEqual(950);
  });
});

describe("a write whose answer is lost", () => {
  test.each(["lose", "misreport"] as const)("by %s is found, and not done twice", async (kind) => {
    const github = await emulateGithub();
    const { number } = await github.send<{ number: number }>("POST", "/issues", { title: "one" });
    github.faults.push({ operation: "github.createComment", kind, times: 1 });
    const { id } = await github.connect().comments.create(number, "text");
    expect(github.repo.comments).toMatchObject([{ id, body: "text" }]);
  });

  test("is not taken for a stranger's comment with the same words", async () => {
    const github = await emulateGithub();
    const { number } = await github.send<{ number: number }>("POST", "/issues", { title: "one" });
    await github.send("POST", `/issues/${number}/comments`, { body: "text" }, ":octocat");
    github.faults.push({ operation: "github.createComment", kind: "cut", times: 1 });
    await github.connect().comments.create(number, "text");
    expect(github.repo.comments.map(({ author }) => author)).toEqual(["octocat", "plyr-fm"]);
  });

  test("is done again when nothing is there, three times at most", async () => {
    const github = await emulateGithub();
    const { number } = await github.send<{ number: number }>("POST", "/issues", { title: "one" });
    github.faults.push({ operation: "github.createComment", kind: "refuse", status: 500, times: 3 });
    github.takeWrites();
    const { status } = await failureOf(github.connect().comments.create(number, "text"));
    expect(status).toBe(500);
    expect(github.takeWrites()).toEqual(["createComment", "createComment", "createComment"]);
  });
});

test("an abort ends a call that waits for its next try, with the reason of the abort", async () => {
  const github = await emulateGithub();
  github.faults.push({ operation: "github.listIssues", kind: "refuse", status: 429, retryAfter: 60, times: 1 });
  const client = github.connect(token, AbortSignal.timeout(300));
  const before = Date.now();
  await expect(client.issues.listOpen()).rejects.toThrow(/aborted/);
  expect(Date.now() - before).toBeLessThan(5_000);
});
