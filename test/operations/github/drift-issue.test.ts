import { beforeEach, describe, expect, test } from "vitest";
import { type DriftFinding, keepDriftIssue } from "../../../src/operations/github/drift-issue.ts";
import { type EmulatedGithub, emulateGithub } from "../../clouds/github/emulated-github.ts";

let github: EmulatedGithub;
beforeEach(async () => {
  github = await emulateGithub();
});

const keep = (finding: DriftFinding) => keepDriftIssue(github.connect(), finding);
const drift = (digest: string, stack = "staging"): DriftFinding => ({
  stack,
  outcome: "drift",
  title: `Drift in ${stack}`,
  body: `found ${digest}`,
  digest,
});
const markerOf = (digest: string, stack = "staging") => `<!-- parity:drift stack=${stack} digest=${digest} -->`;
const issueUrl = (number: number) => `${github.url}/plyr-fm/plyr/issues/${number}`;
/** Without their hidden first lines. */
const comments = () => github.repo.comments.map(({ body }) => body.split("\n").slice(1).join("\n"));

describe("the issue of a stack", () => {
  test("is opened with the drift, updated when that changes, and closed when it is gone", async () => {
    expect(await keep(drift("aa"))).toEqual({ action: "opened", url: issueUrl(1) });
    expect(github.repo.issues).toMatchObject([
      { title: "Drift in staging", body: `${markerOf("aa")}\nfound aa`, state: "open" },
    ]);

    expect(await keep(drift("aa"))).toEqual({ action: "unchanged", url: issueUrl(1) });
    expect(comments()).toEqual([]);

    expect(await keep(drift("bb"))).toEqual({ action: "updated", url: issueUrl(1) });
    expect(github.repo.issues).toMatchObject([{ body: `${markerOf("bb")}\nfound bb`, state: "open" }]);
    expect(comments()).toEqual(["The drift has changed: the description above is what it is now."]);

    expect(await keep({ stack: "staging", outcome: "clean" })).toEqual({ action: "closed", url: issueUrl(1) });
    expect(github.repo.issues).toMatchObject([{ state: "closed", state_reason: "completed" }]);
    expect(comments()[1]).toBe("The drift is gone: cloud, state and config agree again.");

    expect(await keep(drift("cc"))).toEqual({ action: "opened", url: issueUrl(2) });
  });

  test("is not needed for a clean stack, nor for one of which nothing is known", async () => {
    expect(await keep({ stack: "staging", outcome: "clean" })).toEqual({ action: "none" });
    expect(await keep({ stack: "staging", outcome: "unknown" })).toEqual({ action: "none" });
    expect(github.takeWrites()).toEqual([]);
  });

  test("is left as it is when nothing is known", async () => {
    await keep(drift("aa"));
    github.takeCalls();
    expect(await keep({ stack: "staging", outcome: "unknown" })).toEqual({ action: "left", url: issueUrl(1) });
    expect(github.takeWrites()).toEqual([]);
  });

  test("is not another stack's", async () => {
    await keep(drift("aa", "production"));
    await keep(drift("aa", "staging-eu"));
    expect(await keep({ stack: "staging", outcome: "clean" })).toEqual({ action: "none" });
    expect(await keep(drift("aa"))).toEqual({ action: "opened", url: issueUrl(3) });
  });

  test("is found behind 130 others, and is not a pull request", async () => {
    await keep(drift("aa"));
    for (let n = 0; n < 130; n++) await github.send("POST", "/issues", { title: `other ${n}` }, ":octocat");
    await github.send("POST", "/pulls", { title: "a", head: "a", base: "main", body: markerOf("cc", "production") });
    expect(await keep(drift("bb"))).toEqual({ action: "updated", url: issueUrl(1) });
    expect(await keep({ stack: "production", outcome: "clean" })).toEqual({ action: "none" });
  });

  test("is never a stranger's", async () => {
    await github.send("POST", "/issues", { title: "mine", body: `${markerOf("aa")}\nmine` }, ":octocat");
    expect(await keep(drift("aa"))).toEqual({ action: "opened", url: issueUrl(2) });
    await keep({ stack: "staging", outcome: "clean" });
    expect(github.repo.issues.map(({ state }) => state)).toEqual(["open", "closed"]);
  });

  test("is closed with its doubles, which a race has left", async () => {
    await github.send("POST", "/issues", { title: "one", body: markerOf("aa") });
    await github.send("POST", "/issues", { title: "two", body: markerOf("aa") });
    await keep({ stack: "staging", outcome: "clean" });
    expect(github.repo.issues.map(({ state }) => state)).toEqual(["closed", "closed"]);
  });
});

describe("where GitHub fails in the middle", () => {
  test.each(["lose", "misreport", "cut"] as const)(
    "an issue whose opening is met by %s is there once",
    async (kind) => {
      github.faults.push({ operation: "github.createIssue", kind, times: 1 });
      expect(await keep(drift("aa"))).toEqual({ action: "opened", url: issueUrl(1) });
      expect(github.repo.issues).toHaveLength(1);
    },
  );

  test("a comment whose answer is lost is there once, beside an older one with the same words", async () => {
    await keep(drift("aa"));
    await keep(drift("bb"));
    github.faults.push({ operation: "github.createComment", kind: "lose", times: 1 });
    await keep(drift("cc"));
    github.faults.push({ operation: "github.createComment", kind: "cut", times: 1 });
    await keep(drift("dd"));
    expect(comments()).toHaveLength(3);
  });

  test("nothing is opened when the issues cannot be read", async () => {
    github.faults.push({ operation: "github.listIssues", kind: "refuse", status: 403, times: 1 });
    await expect(keep(drift("aa"))).rejects.toThrow(/^GitHub refused to list the open issues: 403/);
    expect(github.takeWrites()).toEqual([]);
  });
});
