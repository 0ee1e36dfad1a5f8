import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { type DriftCommand, runDrift } from "../../src/cli/drift.ts";
import { emulateGithub, token } from "../clouds/github/emulated-github.ts";
import { type ScriptedRun, scriptPulumi } from "../operations/engine/scripted-pulumi.ts";
import { acme, failure, folderWith, losing, run } from "./command.ts";

const stacks = { prints: JSON.stringify([{ name: "organization/acme/dev" }, { name: "staging" }]) };
const drifted = { preview: { events: losing.preview } };
const refusal = { events: [failure("Neon refused.")], code: 255 };
const refused = { refresh: refusal, "preview --refresh": refusal };

async function drift(
  script: Readonly<Record<string, ScriptedRun>>,
  options: Partial<DriftCommand> = {},
  env: NodeJS.ProcessEnv = {},
) {
  scriptPulumi({ stack: stacks, ...script });
  return run(() => runDrift({ project: folderWith(acme), ...options }, env));
}

test.each([
  ["all is as declared", {}, 0],
  ["something drifted", drifted, 2],
  ["something could not be read", refused, 1],
  ["something drifted and something else could not be read", { ...drifted, ...refused }, 2],
])("the exit code when %s", async (_, script, code) => {
  expect((await drift(script, { stack: "staging" })).code).toBe(code);
});

test("all stacks that are up are compared, and the others are named", async () => {
  const folder = { ...acme, "Pulumi.production.yaml": "config: {}\n" };
  const { code, out, err } = await drift({}, { project: folderWith(folder), json: true });
  expect((JSON.parse(out) as { stack: string }[]).map(({ stack }) => stack)).toEqual(["dev", "staging"]);
  expect(err).toContain("left out, because the backend has no such stack: production\n");
  expect(code).toBe(0);
});

test("production's stacks are compared alone, and the others without them", async () => {
  const folder = folderWith({ ...acme, "Pulumi.prod.yaml": "config: {}\n" });
  const three = { prints: JSON.stringify([{ name: "dev" }, { name: "prod" }, { name: "staging" }]) };
  const compared = async (production: "only" | "without") => {
    const { out } = await drift({ stack: three }, { project: folder, production, json: true });
    return (JSON.parse(out) as { stack: string }[]).map(({ stack }) => stack);
  };
  expect(await compared("only")).toEqual(["prod"]);
  expect(await compared("without")).toEqual(["dev", "staging"]);
  await expect(drift({}, { production: "only" })).rejects.toThrow("There is no stack of production in");
});

test("an interrupted comparison ends with the stack it was at, without a report", async () => {
  const calls = scriptPulumi({ stack: stacks, preview: { lasts: 2000 } });
  const ended = run(() => runDrift({ project: folderWith(acme) }, {}));
  const refusal = expect(ended).rejects.toThrow("It was interrupted: it is not known whether anything drifts.");
  await vi.waitFor(() => expect(calls().map((words) => words[2])).toContain("preview"), 10_000);
  process.emit("SIGINT");
  await refusal;
  expect(calls().filter((words) => ["preview", "refresh"].includes(words[2] ?? ""))).toHaveLength(1);
});

test("a backend with none of the stacks is taken for another one", async () => {
  await expect(drift({ stack: { prints: '[{"name":"other"}]' } })).rejects.toThrow(
    /^The backend has none of the stacks dev, staging: .*\n {2}Fix: log in to the backend/,
  );
});

test("a project without a stack has nothing to compare", async () => {
  const project = folderWith({ "Pulumi.yaml": acme["Pulumi.yaml"] });
  await expect(run(() => runDrift({ project }, {}))).rejects.toThrow(
    `There is no stack in ${project}.\n  Fix: write Pulumi.<stack>.yaml`,
  );
});

test("the report is text or Markdown, and also goes to the step's summary", async () => {
  const summary = join(folderWith({}), "summary.md");
  const text = await drift(drifted, { summary: true }, { GITHUB_STEP_SUMMARY: summary });
  expect(text.out).toMatch(/^dev: 1 not applied\n[\s\S]*\nstaging: 1 not applied\n[\s\S]*\nNothing was changed\.\n$/);
  expect(readFileSync(summary, "utf8")).toMatch(/^## dev: 1 not applied\n[\s\S]*\n## staging: 1 not applied\n/);
  expect((await drift(drifted, { markdown: true, stack: "dev" })).out).toMatch(/^## dev: 1 not applied\n/);
});

test("an issue that cannot be written is said, fails the run, and keeps no other stack from its own", async () => {
  const github = await emulateGithub();
  const env = { GH_TOKEN: token, GITHUB_API_URL: github.apiUrl, GITHUB_REPOSITORY: "plyr-fm/plyr" };
  github.faults.push({ operation: "github.createIssue", kind: "refuse", status: 403, times: 1 });
  const { code, err } = await drift(drifted, { issue: true }, env);
  expect(err).toMatch(
    /^acme\/dev: its issue could not be brought up to date\. GitHub refused to open the issue .*403/m,
  );
  expect(err).toMatch(/^acme\/staging: issue opened: http/m);
  expect(code).toBe(1);
});
