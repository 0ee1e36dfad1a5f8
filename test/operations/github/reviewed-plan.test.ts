import { zipSync } from "fflate";
import { beforeEach, describe, expect, test } from "vitest";
import { readPullRequest } from "../../../src/operations/github/pull-request.ts";
import { fetchReviewedPlan, planArtifactName } from "../../../src/operations/github/reviewed-plan.ts";
import { type EmulatedGithub, emulateGithub } from "../../clouds/github/emulated-github.ts";

const plan = '{"resourcePlans":{}}';
const files = { "plan.json": plan };

const staging = { project: "plyr", stack: "staging" };

let github: EmulatedGithub;
/** Commit of the merge of pull request 1, and the name that its plan has. */
let commit: string;
let name: string;
beforeEach(async () => {
  github = await emulateGithub();
  await github.send("POST", "/pulls", { title: "one", head: "feat", base: "main" });
  await github.send("POST", "/pulls", { title: "two", head: "octocat:feat", base: "main" }, ":octocat");
  await github.send("POST", "/pulls", { title: "three", head: "other", base: "main" });
  await github.send("POST", "/issues/1/labels", ["parity: may destroy in staging"]);
  name = planArtifactName(staging, (await readPullRequest(github.connect(), 1)).headSha);
  commit = (await github.send<{ sha: string }>("PUT", "/pulls/1/merge")).sha;
});

const fetchPlan = (of = commit) => fetchReviewedPlan(github.connect(), { ...staging, commit: of });
const expire = () => github.clock.tick(90 * 24 * 60 * 60);
const refused = (what: RegExp) => ({ code: "no-reviewed-plan", what: expect.stringMatching(what) });

describe("the reviewed plan", () => {
  test("is the one that the preview of the merged pull request saved", async () => {
    github.upload(1, name, files);
    expect(await fetchPlan()).toEqual({
      plan,
      pull: expect.objectContaining({ number: 1, labels: ["parity: may destroy in staging"] }),
    });
    expect(github.takeCalls().slice(-4)).toEqual([
      "listCommitPulls 200",
      "listArtifacts 200",
      "downloadArtifact 302",
      "readArtifactBlob 200",
    ]);
  });

  test("is the newest, when the preview ran again", async () => {
    github.upload(1, name, { "plan.json": "old" });
    github.upload(1, name, { "plan.json": "new" });
    expect(await fetchPlan()).toMatchObject({ plan: "new" });
  });

  test("is the newest that is still there", async () => {
    github.upload(1, name, { "plan.json": "old" });
    github.upload(1, name, { "plan.json": "new" });
    const [, newest] = github.repo.artifacts ?? [];
    if (newest) newest.expires_at = "2026-01-01T00:00:00Z";
    expect(await fetchPlan()).toMatchObject({ plan: "old" });
  });

  test.each([
    ["a fork's run on the same commit", 2],
    ["a run on another commit", 3],
  ])("is never that of %s under the same name", async (_, pull) => {
    const { headSha } = await readPullRequest(github.connect(), 1);
    const uploadOther = () => {
      github.upload(pull, name, { "plan.json": "not this" });
      const other = github.repo.artifacts?.at(-1);
      // Whoever forks a repository has its commits.
      if (other && pull === 2) other.run.head_sha = headSha;
    };
    uploadOther();
    expect(await fetchPlan()).toMatchObject(refused(/^The preview of pull request #1 saved no plan for this stack\.$/));
    github.upload(1, name, files);
    uploadOther();
    expect(await fetchPlan()).toMatchObject({ plan });
  });

  test("survives an API that fails in the middle", async () => {
    github.upload(1, name, files);
    for (const operation of ["listCommitPulls", "listArtifacts", "downloadArtifact", "readArtifactBlob"]) {
      github.faults.push({ operation: `github.${operation}`, kind: "cut", times: 1 });
    }
    expect(await fetchPlan()).toMatchObject({ plan });
  });
});

describe("there is no reviewed plan", () => {
  test("for a commit that no pull request was merged as", async () => {
    expect(await fetchPlan("0".repeat(40))).toMatchObject({
      code: "no-reviewed-plan",
      what: `No pull request was merged as commit ${"0".repeat(40)}.`,
      why: "A plan is reviewed with its pull request, and is good for the commit of its merge alone.",
      fix: "apply the commit of the merge, bring the change in by a pull request, or apply without --reviewed",
    });
  });

  test("for a pull request that is not merged", async () => {
    const { headSha } = await readPullRequest(github.connect(), 3);
    github.upload(3, planArtifactName(staging, headSha), files);
    expect(await fetchPlan(headSha)).toMatchObject(refused(/^No pull request was merged as commit/));
  });

  test("for a pull request from a fork, whatever its run uploaded", async () => {
    const { headSha } = await readPullRequest(github.connect(), 2);
    github.upload(2, planArtifactName(staging, headSha), files);
    const { sha } = await github.send<{ sha: string }>("PUT", "/pulls/2/merge");
    expect(await fetchPlan(sha)).toMatchObject(refused(/^Pull request #2 came from a fork\.$/));
  });

  test("for another stack's artifact", async () => {
    github.upload(1, name.replace("staging", "production"), files);
    expect(await fetchPlan()).toMatchObject({
      ...refused(/saved no plan for this stack/),
      why: expect.stringContaining(`"${name}"`),
    });
  });

  test("once it has expired", async () => {
    github.upload(1, name, files);
    expire();
    expect(await fetchPlan()).toMatchObject({
      ...refused(/^The plan that was reviewed with pull request #1 is gone\.$/),
      why: expect.stringContaining("90 days"),
    });
  });

  test("when it expires between the list and the download", async () => {
    github.upload(1, name, files);
    github.faults.push({ operation: "github.downloadArtifact", kind: "refuse", status: 410, times: 1 });
    expect(await fetchPlan()).toMatchObject(refused(/is gone\.$/));
  });
});

describe("an artifact that holds no plan is refused:", () => {
  const damaged = (why: RegExp) => ({
    ...refused(
      /^The artifact "plan-plyr-staging-\w{40}" of pull request #1 does not hold a plan that can be applied\.$/,
    ),
    why: expect.stringMatching(why),
  });
  const huge = 60 * 1024 * 1024;

  test("not a zip", async () => {
    github.upload(1, name, Buffer.from(plan));
    expect(await fetchPlan()).toMatchObject(damaged(/^It is not a zip, or a damaged one\.$/));
  });

  test("a zip without plan.json", async () => {
    github.upload(1, name, { "nested/plan.json": plan });
    expect(await fetchPlan()).toMatchObject(damaged(/^There is no plan\.json in it\.$/));
  });

  test("a zip that is too large, which is not downloaded", async () => {
    github.upload(1, name, files);
    const [artifact] = github.repo.artifacts ?? [];
    if (artifact) artifact.size_in_bytes = huge;
    expect(await fetchPlan()).toMatchObject(damaged(/^It has 62914560 bytes/));
    expect(github.takeCalls()).not.toContain("downloadArtifact 302");
  });

  test("a small zip of a plan that is too large", async () => {
    github.upload(1, name, zipSync({ "plan.json": new Uint8Array(huge) }, { level: 1 }));
    expect(await fetchPlan()).toMatchObject(damaged(/^It has 62914560 bytes/));
  });
});
