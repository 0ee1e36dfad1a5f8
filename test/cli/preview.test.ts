import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runPreview } from "../../src/cli/preview.ts";
import type { PreviewCommand } from "../../src/cli/preview-command.ts";
import { render } from "../../src/cli/render.ts";
import { emulateGithub, token } from "../clouds/github/emulated-github.ts";
import { type ScriptedRun, scriptPulumi } from "../operations/engine/scripted-pulumi.ts";
import { acme, failure, folderWith, losing, run, wrong } from "./command.ts";

async function preview(script: ScriptedRun, options: Partial<PreviewCommand> = {}, env: NodeJS.ProcessEnv = {}) {
  const calls = scriptPulumi({ preview: script });
  const project = options.project ?? folderWith(acme);
  const ended = run(() => runPreview({ stack: "staging", ...options, project }, env));
  return { ...(await ended), engine: calls() };
}

/** GitHub with a pull request of the given head, and the environment of its run. */
async function pullRequest(head: string) {
  const github = await emulateGithub();
  await github.send("POST", "/pulls", { title: "one", head, base: "main" });
  const env = { GH_TOKEN: token, GITHUB_API_URL: github.apiUrl, GITHUB_REPOSITORY: "plyr-fm/plyr" };
  return { github, env: { ...env, GITHUB_REF: "refs/pull/1/merge" } };
}

test.each<[string, ScriptedRun, Partial<PreviewCommand>, number]>([
  ["nothing changes", {}, {}, 0],
  ["it failed", { events: [failure("Neon refused.")], code: 255 }, {}, 1],
  ["something stateful would be lost", { events: losing.preview }, {}, 3],
  ["that is allowed", { events: losing.preview }, { allowDestroy: true }, 0],
])("the exit code when %s", async (_, script, options, code) => {
  expect((await preview(script, options)).code).toBe(code);
});

test("the label of the pull request allows what another stack's does not", async () => {
  const { github, env } = await pullRequest("feat");
  await github.send("POST", "/issues/1/labels", ["parity: may destroy in acme/production"]);
  expect((await preview({ events: losing.preview }, {}, env)).code).toBe(3);
  await github.send("POST", "/issues/1/labels", ["parity: may destroy in acme/staging"]);
  expect((await preview({ events: losing.preview }, {}, env)).code).toBe(0);
});

test("the report is text, Markdown or JSON, and also goes to the step's summary", async () => {
  const summary = join(folderWith({}), "summary.md");
  const env = { GITHUB_STEP_SUMMARY: summary, GITHUB_SHA: "c".repeat(40) };
  const text = await preview({ events: losing.preview }, { summary: true }, env);
  expect(text.out).toMatch(/^staging: 1 to delete\n[\s\S]*Nothing was changed: this is a preview\.\n$/);
  expect(readFileSync(summary, "utf8")).toMatch(/^## staging: 1 to delete\n[\s\S]*Commit `cccccccccc`/);
  expect((await preview({ events: losing.preview }, { markdown: true })).out).toMatch(/^## staging: 1 to delete\n/);
  const { out } = await preview({ events: losing.preview }, { json: true }, env);
  expect(JSON.parse(out)).toMatchObject({ outcome: "changes", counts: { delete: 1 }, commit: "c".repeat(40) });
});

test.each<[string, Partial<PreviewCommand>, RegExp]>([
  [
    "a comment without a pull request",
    { comment: true },
    /^There is not a pull request to comment on: .*\n {2}Fix: add --pull/,
  ],
  [
    "a plan in a folder that is not there",
    { savePlan: "/no-such-folder/plan.json" },
    /^The plan cannot be saved: there is no folder \/no-such-folder\.\n {2}Fix: make it, or name another file$/,
  ],
  [
    "a summary outside Actions",
    { summary: true },
    /^There is no step summary to write: .*\n {2}Fix: leave out --summary/,
  ],
])("%s is refused before the engine runs", async (_, options, refusal) => {
  const calls = scriptPulumi({});
  const attempt = run(() => runPreview({ stack: "staging", project: folderWith(acme), ...options }, {}));
  await expect(attempt).rejects.toThrow(refusal);
  expect(calls()).toEqual([]);
});

test("of a fork the config is checked, and the engine never runs", async () => {
  const { env } = await pullRequest("octocat:feat");
  const fine = await preview({}, {}, env);
  expect(fine).toMatchObject({ code: 0, engine: [], out: "staging: fine\n\nNothing was changed.\n" });
  expect(await preview({}, { project: folderWith(wrong), json: true }, env)).toMatchObject({
    code: 1,
    engine: [],
    out: expect.stringContaining('"unknown-key"'),
  });
});

test("a run that was interrupted is told, with what it was changing and what looks at it", async () => {
  const urn = "urn:pulumi:staging::acme::parity:index:Environment$parity:fly:App::api";
  const deployment = { pending_operations: [{ type: "creating", resource: { urn } }] };
  scriptPulumi({ stack: { writes: JSON.stringify({ deployment }) } });
  const { out } = await run(() => runPreview({ stack: "staging", project: folderWith(acme) }, {}));
  expect(out).toContain("A run that changes fly App api is under way, or was interrupted: parity up looks first at");
});

test("with a checkout of the application's repository the stack's files that are stale in it are named", async () => {
  const main = `name: acme
config:
  acme:system:
    value:
      repository: acme/acme
      fly: { organization: acme, region: iad }
      apps: { api: { name: "acme-api\${environment.suffix}", port: 8000, health: /health, local: { command: serve } } }
`;
  const deployed = "config:\n  acme:environment: { deploy: { on: { push: { branches: [main] } } } }\n";
  const project = folderWith({
    "Pulumi.yaml": main,
    "Pulumi.staging.yaml": deployed,
    "Pulumi.production.yaml": deployed,
  });
  const out = folderWith({});
  expect(render({ project, out }).exitCode).toBe(0);
  expect((await preview({}, { project, out })).out).not.toContain(out);
  writeFileSync(join(project, "Pulumi.yaml"), main.replace("port: 8000", "port: 9000"));
  rmSync(join(out, ".github/workflows/deploy-staging.yml"));
  const { out: said } = await preview({}, { project, out });
  expect(said).toContain(`fly.staging.toml is stale in ${out}.`);
  expect(said).toContain(`.github/workflows/deploy-staging.yml is missing in ${out}.`);
  expect(said).not.toContain("production");
});
