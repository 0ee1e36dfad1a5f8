import { afterAll, beforeAll, expect, test } from "vitest";
import { type Call, callWith } from "../stage/by-hand.ts";
import { accounts } from "../stage/product.ts";
import { Repository } from "../stage/repository.ts";
import { reviewFiles, reviewSystem, reviewTemplate } from "../stage/review-product.ts";
import { reviewWorkflow } from "../stage/review-workflow.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { shape } from "../stage/typed-line.ts";
import { expectNoChanges, live } from "./outcome.ts";

const sandbox = new Sandbox(reviewFiles());
let github: Repository;
let canary: string;
/** Runs a job of the workflow that is rendered, for the first pull request. */
let workflow: Awaited<ReturnType<typeof reviewWorkflow>>;

const review = (...words: string[]) =>
  sandbox.run(["parity", "review", ...words], "", { GITHUB_REPOSITORY: accounts.repository });

beforeAll(async () => {
  const missing = (await sandbox.run(["parity", "check", "--stack", "review"])).text;
  canary = `canary-${crypto.randomUUID()}`;
  await sandbox.succeed(["stack", "init", "review"]);
  await sandbox.type(missing, shape`pulumi config set --path --secret --stack … '…:secrets.…'`, {
    input: canary,
  });
  github = await Repository.open(sandbox, accounts.repository);
});
afterAll(() => sandbox.close());

const commentsOf = async (pull: number) =>
  (await github.comments(pull)).filter(({ body }) => body.startsWith("<!-- parity:review stack=acme/pr-"));

/** Everything at the vendors that has the name of a pull request's environment. */
async function namesOf(pull: number): Promise<string[]> {
  const clouds = await Promise.all(
    (["fly", "neon", "cloudflare", "github"] as const).map((name) => sandbox.cloud(name)),
  );
  const texts = JSON.stringify(clouds.map(live));
  return [...new Set(texts.match(new RegExp(`"[\\w.@/-]*-pr-${pull}(?![\\d])[\\w./-]*"`, "g")) ?? [])].sort();
}

/** Id of staging's Neon project. */
async function parentOf(call: Call): Promise<string> {
  const path = `GET /projects?org_id=${reviewSystem.neon.organization}&search=acme-staging`;
  return (await call<{ projects: { id: string }[] }>("NEON", path)).projects[0]?.id ?? "";
}

test("a pull request gets an environment of its own, and the template itself is never brought up", async () => {
  expect(await github.openPull("feature/first")).toBe(1);
  const refused = await sandbox.run(["up", "--stack", "review", "--yes", "--skip-preview"]);
  expect(refused.code).not.toBe(0);
  const up = await sandbox.type(refused.text, shape`parity review up 1`, { more: " --yes --comment" });
  expect(up, up.text).toMatchObject({ code: 0, text: expect.stringContaining("comment created") });
  const call = callWith(await sandbox.variables());
  expect(await namesOf(1)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('"acme-api-pr-1"'),
      expect.stringContaining('"acme-files-pr-1"'),
      expect.stringContaining('"acme-pr-1"'),
    ]),
  );
  const { branches } = await call<{ branches: object[] }>("NEON", `GET /projects/${await parentOf(call)}/branches`);
  expect(branches).toContainEqual(
    expect.objectContaining({ name: "acme-pr-1", expires_at: expect.stringMatching(/T00:00:00Z$/) }),
  );
});

test("the rendered workflow changes nothing of it at a second push, deploys to it and tells of it, by its own steps", async () => {
  workflow = await reviewWorkflow(sandbox, 1, "feature/first", accounts.repository);
  const again = await workflow("environment");
  expect(again, again.output).toMatchObject({
    succeeded: true,
    output: expect.stringContaining("Nothing was changed."),
  });
  await expectNoChanges(sandbox, "pr-1", "--refresh");
  const [comment, ...more] = await commentsOf(1);
  expect(more).toEqual([]);
  expect(comment?.body).toContain("| State | 🟢 up |");
  expect(comment?.body).toContain("https://acme-api-pr-1.fly.dev");
  expect(comment?.body).toMatch(/\| Cost \| [\d.]+( to [\d.]+)? USD a month \|/);

  const { outputs = {} } = again.steps["show"] ?? {};
  const needs = { environment: { result: "success", outputs } };
  const deployed = await workflow("deploy-api", needs);
  expect(deployed, deployed.output).toMatchObject({ succeeded: true });
  const call = callWith(await sandbox.variables());
  const [machine] = await call<{ config: object }[]>("FLY_FLAPS", "GET /apps/acme-api-pr-1/machines");
  expect(machine?.config).toMatchObject({ env: { SELF: "acme-api-pr-1.fly.dev" } });
  const told = await workflow("tell", { ...needs, "deploy-api": { result: "success" } });
  expect(told, told.output).toMatchObject({ succeeded: true, output: expect.stringContaining("comment updated") });
  expect((await commentsOf(1))[0]?.body).toContain("| State | 🟢 up, this commit runs there |");
  expect(again.output + deployed.output + told.output).not.toContain(canary);
});

test("what is there is listed, with age, address and cost", async () => {
  const { text } = await review("list");
  expect(text).toMatch(
    /^pr-1: \d+ resources, last up \d+ min ago, its pull request is open, .* USD a month, https:\/\/acme-api-pr-1/m,
  );
});

test("more than the template allows, a fork's and a closed one are refused before anything is made", async () => {
  expect(await github.openPull("feature/second")).toBe(2);
  expect(await github.openPull("octocat:patch")).toBe(3);
  sandbox.edit("Pulumi.review.yaml", (text) => text.replace("limit: 2", "limit: 1"));
  const full = await review("up", "2", "--yes");
  expect(full).toMatchObject({
    code: 1,
    text: expect.stringContaining("1 review environments are up, and there may be 1: pr-1."),
  });
  expect(await sandbox.type(full.text, shape`parity review sweep`)).toMatchObject({
    code: 0,
    text: expect.stringContaining("Nothing was changed."),
  });
  sandbox.edit("Pulumi.review.yaml", (text) => text.replace("limit: 1", "limit: 2"));
  expect((await review("up", "3", "--yes")).text).toContain("[pull-of-a-fork]");
  expect(await namesOf(2)).toEqual([]);
  expect(await namesOf(3)).toEqual([]);
  expect(await sandbox.succeed(["stack", "ls"])).not.toMatch(/pr-[23]/);
});

test("a stack that a review environment reads from is not taken down before it, and twice down is a success, by the workflow", async () => {
  const call = callWith(await sandbox.variables());
  const bucket = `/accounts/${reviewTemplate.cloudflare.account}/r2/buckets/acme-files-pr-1`;
  await call("CLOUDFLARE_API", `PUT ${bucket}/objects/what/somebody/uploaded`, { song: 1 });
  const refused = await sandbox.run(["parity", "destroy", "--stack", "staging", "--yes"]);
  expect(refused.text).toContain("pr-1 is up, and reads databases.main of staging.");
  const down = await sandbox.type(refused.text, shape`parity review down …`, { more: " --yes --comment" });
  expect(down, down.text).toMatchObject({ code: 0, text: expect.stringContaining("pr-1 is gone") });
  expect(await namesOf(1)).toEqual([]);
  expect(await sandbox.succeed(["stack", "ls"])).not.toContain("pr-1");
  expect((await commentsOf(1))[0]?.body).toContain("| State | ⚪ gone |");
  const twice = await workflow("down");
  expect(twice, twice.output).toMatchObject({
    succeeded: true,
    output: expect.stringContaining("Nothing of pr-1 is there. Nothing was changed."),
  });
});

test("the rendered workflow makes one from nothing, and takes it down, by its own steps", async () => {
  const pull = await github.openPull("feature/flow");
  const run = await reviewWorkflow(sandbox, pull, "feature/flow", accounts.repository);
  const made = await run("environment");
  expect(made, made.output).toMatchObject({ succeeded: true });
  expect(await namesOf(pull)).not.toEqual([]);
  const gone = await run("down");
  expect(gone, gone.output).toMatchObject({ succeeded: true });
  expect(await namesOf(pull)).toEqual([]);
  expect(made.output + gone.output).not.toContain(canary);
});

test("a sweep takes what a closed pull request has left, also without a stack, and nothing else", async () => {
  await sandbox.succeed(["parity", "review", "up", "2", "--yes"]);
  const call = callWith(await sandbox.variables());
  // Names that are nearly one's, and a branch of a person's own that has one.
  await call("FLY_FLAPS", "POST /apps", { name: "acme-api-pr-2-mine", org_slug: "acme-review" });
  await call("FLY_FLAPS", "POST /apps", { name: "acme-api-pr-77", org_slug: "acme-review" });
  await call("NEON", `POST /projects/${await parentOf(call)}/branches`, { branch: { name: "acme-pr-3" } });
  await github.call("PUT", "/environments/pr-2", {});
  await sandbox.succeed(["stack", "rm", "pr-2", "--force", "--yes"]);

  expect((await review("sweep")).text).toContain("Nothing was changed.");
  await github.call("PATCH", "/issues/2", { state: "closed", labels: ["keep it"] });
  expect((await review("sweep", "--yes")).text).toContain("Fly app acme-api-pr-2: its label keeps it");
  await github.call("PATCH", "/issues/2", { labels: [] });
  const shown = (await review("sweep")).text;
  for (const what of [
    "Fly app acme-api-pr-2",
    "Neon branch acme-pr-2",
    "R2 bucket acme-files-pr-2",
    "Pages project acme-pr-2",
    "R2 key acme-pr-2-storage/",
    "GitHub environment pr-2",
  ]) {
    expect(shown).toContain(what);
  }
  expect(shown).toContain("Fly app acme-api-pr-77: GitHub knows no such pull request");
  expect(shown).not.toContain("acme-api-pr-2-mine");
  expect(shown).not.toContain("acme-pr-3");
  expect(shown).toContain("Nothing was changed: --yes deletes what goes.");

  const swept = await review("sweep", "--yes");
  expect(swept, swept.text).toMatchObject({ code: 0, text: expect.stringContaining("6 of 6 are gone.") });
  expect(await namesOf(2)).toEqual(['"acme-api-pr-2-mine"']);
  expect(await namesOf(77)).toEqual(['"acme-api-pr-77"']);
  expect(await namesOf(3)).toEqual(['"acme-pr-3"']);
  expect((await review("sweep", "--yes")).text).toContain("Nothing was changed.");
});

test("nothing of production is in a review environment's reach, and the person's secret is nowhere in clear", async () => {
  expect(sandbox.filesWith(canary).filter((path) => !path.includes("/clouds/"))).toEqual([]);
  expect((await sandbox.journal()).filter(({ operation }) => operation === "unserved")).toEqual([]);
});
