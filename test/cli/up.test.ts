import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { runUp, type UpCommand } from "../../src/cli/up.ts";
import { Problem } from "../../src/problem/problem.ts";
import { type EmulatedGithub, emulateGithub, token } from "../clouds/github/emulated-github.ts";
import { type ScriptedRun, scriptPulumi } from "../operations/engine/scripted-pulumi.ts";
import { acme, failure, folderWith, losing, run } from "./command.ts";

const losingRuns = { preview: { events: losing.preview }, up: { events: losing.up } };

async function up(
  script: Readonly<Record<string, ScriptedRun>>,
  options: Partial<UpCommand> = {},
  env: NodeJS.ProcessEnv = {},
) {
  const calls = scriptPulumi(script);
  const ended = await run(() => runUp({ stack: "staging", project: folderWith(acme), yes: true, ...options }, env));
  return { ...ended, engine: calls().filter(([first, , word]) => first === "-C" && word !== "stack") };
}

test.each<[string, Partial<UpCommand>, RegExp]>([
  ["two plans", { plan: "plan.json", reviewed: true }, /^--plan and --reviewed both name a plan\.\n {2}Fix: /],
  [
    "a plan that is not there",
    { plan: "no-plan.json" },
    /^The plan in no-plan\.json cannot be read: ENOENT.*\n {2}Fix: save one/,
  ],
  ["a record of no commit", { deployment: true }, /^It is not known which commit is applied: GITHUB_SHA is not set\./],
  ["what nobody has agreed to", { yes: false }, /^Nobody has agreed to what would be done to staging, and there is no/],
  ["a summary outside Actions", { summary: true }, /^There is no step summary to write/],
])("%s: refused before the engine runs", async (_, options, refusal) => {
  const calls = scriptPulumi({});
  const env = { GH_TOKEN: token, GITHUB_REPOSITORY: "plyr-fm/plyr" };
  const attempt = run(() => runUp({ stack: "staging", project: folderWith(acme), yes: true, ...options }, env));
  await expect(attempt).rejects.toThrow(refusal);
  await expect(attempt).rejects.toBeInstanceOf(Problem);
  expect(calls()).toEqual([]);
});

test("what is lost without leave is refused, and with it done", async () => {
  const refused = await up(losingRuns);
  expect([refused.code, refused.engine.map((words) => words[2])]).toEqual([3, ["preview"]]);
  const allowed = await up(losingRuns, { allowDestroy: true });
  expect(allowed).toMatchObject({
    code: 0,
    out: expect.stringMatching(/deleted {3}cloudflare R2Bucket audio {2}[\d.]+ s\n/),
  });
  expect(allowed.out.trimEnd()).toMatch(/staging is up: 1 deleted\.$/);
});

test("what cannot be previewed is not applied", async () => {
  const { code, out, engine } = await up({ preview: { events: [failure("Neon refused.")], code: 255 } });
  expect([code, engine.map((words) => words[2])]).toEqual([1, ["preview"]]);
  expect(out).toBe("Neon refused.\n\nNothing was changed.\n");
});

test("Ctrl-C between two runs of the engine ends with 130, and no other is started", async () => {
  const calls = scriptPulumi({ ...losingRuns, stack: { writes: "{}", lasts: 1000 } });
  const ended = run(() => runUp({ stack: "staging", project: folderWith(acme), allowDestroy: true, yes: true }, {}));
  await vi.waitFor(() => expect(calls().map(([, , word]) => word)).toContain("stack"), 10_000);
  process.emit("SIGINT");
  expect(await ended).toMatchObject({ code: 130, out: "Interrupted. Nothing was changed.\n" });
  expect(calls().map(([, , word]) => word)).not.toContain("preview");
});

test("what the engine only plans is not told as done", async () => {
  const script = { ...losingRuns, up: { events: [...losing.preview, ...losing.up] } };
  const { out } = await up(script, { allowDestroy: true });
  expect(out.match(/^deleted .*$/gm)).toEqual([
    expect.stringMatching(/^deleted {3}cloudflare R2Bucket audio {2}[\d.]+ s$/),
  ]);
});

test("as JSON the result is all that is printed", async () => {
  const { out } = await up(losingRuns, { allowDestroy: true, json: true });
  expect(JSON.parse(out)).toMatchObject({ outcome: "applied", done: [{ resource: "cloudflare R2Bucket audio" }] });
});

test("the summary says how it ended, however long the errors are", async () => {
  const summary = join(folderWith({}), "summary.md");
  const script = { up: { events: [failure(`Neon refused ${"x".repeat(3000)}`), failure("Fly refused.")], code: 255 } };
  expect((await up(script, { summary: true }, { GITHUB_STEP_SUMMARY: summary })).code).toBe(1);
  expect(readFileSync(summary, "utf8")).toMatch(
    /Neon refused x[\s\S]*Fly refused\.[\s\S]*\nNothing was changed\.\n```\n$/,
  );
});

test("no error reaches the terminal with a control character", async () => {
  const { out } = await up({ up: { events: [failure("Neon said \u001b[2J.\nSorry.")], code: 255 } });
  expect(out).toContain("Neon said \\u001b[2J.\nSorry.\n\nNothing was changed.\n");
});

describe("held to a reviewed plan", () => {
  const plan = '{"resourcePlans":{"urn:pulumi:staging::acme::pulumi:pulumi:Stack::acme-staging":{}}}';
  let github: EmulatedGithub;
  let env: NodeJS.ProcessEnv;
  beforeEach(async () => {
    github = await emulateGithub();
    await github.send("POST", "/pulls", { title: "one", head: "feat", base: "main" });
    const { head } = await github.send<{ head: { sha: string } }>("GET", "/pulls/1");
    github.upload(1, `plan-acme-staging-${head.sha}`, { "plan.json": plan });
    const { sha } = await github.send<{ sha: string }>("PUT", "/pulls/1/merge");
    env = { GH_TOKEN: token, GITHUB_API_URL: github.apiUrl, GITHUB_REPOSITORY: "plyr-fm/plyr", GITHUB_SHA: sha };
  });

  test("it may lose what the pull request's label allows, and the plan is gone afterwards", async () => {
    expect((await up(losingRuns, { reviewed: true }, env)).code).toBe(3);
    await github.send("POST", "/issues/1/labels", ["parity: may destroy in acme/staging"]);
    const { code, engine } = await up(losingRuns, { reviewed: true }, env);
    expect(code).toBe(0);
    const [, words = []] = engine;
    const file = words[words.indexOf("--plan") + 1] ?? "";
    expect(words.slice(2, 5)).toEqual(["up", "--yes", "--refresh"]);
    expect([words.includes("--skip-preview"), file === "", existsSync(dirname(file))]).toEqual([false, false, false]);
    expect(github.repo.deployments).toEqual([]);
  });

  test("it is recorded with the digest of that plan", async () => {
    const record = join(folderWith({}), "runs.jsonl");
    await up({}, { reviewed: true, deployment: true, record }, env);
    const digest = "sha256:c95c5c3b2f2a0a04852a55f8ce60424a0564cb82c656fa5beb8dcf48d2d1cae3";
    expect(JSON.parse(readFileSync(record, "utf8"))).toMatchObject({
      outcome: "success",
      plan: digest,
      report: expect.stringContaining(`Commit \`${env["GITHUB_SHA"]?.slice(0, 10)}\``),
    });
    expect(github.repo.deployments).toMatchObject([
      { fields: { environment: "acme/staging", production_environment: false, payload: { plan: digest } } },
    ]);
  });

  test("GitHub is told that production is production", async () => {
    const project = folderWith({ ...acme, "Pulumi.production.yaml": "config: {}\n" });
    await up({}, { stack: "production", project, deployment: true }, env);
    expect(github.repo.deployments).toMatchObject([
      { fields: { environment: "acme/production", production_environment: true } },
    ]);
  });

  test("where there is none, it is refused with why", async () => {
    const { code, err, engine } = await up({}, { reviewed: true }, { ...env, GITHUB_SHA: "0".repeat(40) });
    expect({ code, engine }).toEqual({ code: 4, engine: [] });
    expect(err).toMatch(
      /^No pull request was merged as commit 0+\. {2}\[no-reviewed-plan\]\n {2}Why: .*\n {2}Fix: .*\n\n1 problem\n\nNothing was changed\.\n$/,
    );
  });
});
