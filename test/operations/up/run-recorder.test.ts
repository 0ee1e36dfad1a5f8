import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RunRecorder } from "../../../src/operations/up/run-recorder.ts";
import { full } from "../preview/reports.ts";

const url = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/acme", GITHUB_RUN_ID: "42" };

function recorder() {
  const folder = mkdtempSync(join(tmpdir(), "recorder-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "runs.jsonl");
  const options = {
    project: "acme",
    stack: "staging",
    production: false,
    commit: "c0ffee",
    file,
    github: undefined,
  };
  return {
    recorder: new RunRecorder(options, { GITHUB_ACTOR: "octocat", ...url }),
    read: () => readFileSync(file, "utf8"),
  };
}

test("a run that ended without an answer is recorded as such: it is not known how far it came", async () => {
  const { recorder: one, read } = recorder();
  await one.begin({ ...full, plan: "sha256:own" }, "the report");
  expect(await one.end(undefined)).toEqual([]);
  expect(JSON.parse(read())).toEqual({
    project: "acme",
    stack: "staging",
    who: "octocat",
    started: expect.any(String),
    ended: expect.any(String),
    commit: "c0ffee",
    plan: "sha256:own",
    url: "https://github.com/acme/acme/actions/runs/42/attempts/1",
    outcome: "error",
    counts: { create: 0, update: 0, replace: 0, delete: 0, unchanged: full.counts.unchanged },
    report: "the report",
  });
});

test("a run that never began leaves no record", async () => {
  const { recorder: one, read } = recorder();
  expect([await one.end(undefined), read()]).toEqual([[], ""]);
});
