import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os, { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  findActor,
  findRunUrl,
  openRunLog,
  type Run,
  type RunResult,
} from "../../../src/operations/github/run-record.ts";

const run: Run = {
  stack: "staging",
  project: "plyr",
  who: "octocat",
  started: "2026-01-05T10:00:00.000Z",
  commit: "c".repeat(40),
  plan: "sha256:aa",
};
const result: RunResult = {
  ended: "2026-01-05T10:01:00.000Z",
  outcome: "success",
  counts: { create: 1, update: 0, replace: 0, delete: 2, unchanged: 30 },
  report: "## staging\n\n1 to create",
};

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "record-"));
  file = join(folder, "runs.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the file of runs", () => {
  test("gains a line a run, and is made for its owner's eyes only", () => {
    expect(openRunLog(file).append(run, result)).toBeUndefined();
    expect(openRunLog(file).append({ ...run, stack: "production" }, result)).toBeUndefined();
    const lines = readFileSync(file, "utf8").split("\n");
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[0] ?? "")).toEqual({ ...run, ...result });
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ stack: "production" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("keeps what it has, and its mode", () => {
    writeFileSync(file, "earlier\n");
    chmodSync(file, 0o640);
    openRunLog(file).append(run, result);
    expect(readFileSync(file, "utf8")).toMatch(/^earlier\n\{/);
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  test("is refused before the run where it cannot be written", () => {
    expect(() => openRunLog(join(folder, "none", "runs.jsonl"))).toThrow(
      /^The run cannot be recorded in .*: ENOENT.*\.\n {2}Fix: write the record to another file/,
    );
  });

  test("is made again for its owner's eyes only when it was moved away during the run", () => {
    const log = openRunLog(file);
    rmSync(file);
    expect(log.append(run, result)).toBeUndefined();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("whose folder is gone after the run costs a warning, which says how the run ended", () => {
    const log = openRunLog(join(folder, "runs.jsonl"));
    rmSync(folder, { recursive: true });
    expect(log.append(run, result)?.what).toMatch(
      /^The run ended with success, and its record in .* could not be written: ENOENT/,
    );
    folder = mkdtempSync(join(tmpdir(), "record-"));
  });
});

test("a run in Actions is of its actor and has the address of its attempt", () => {
  const env = {
    GITHUB_ACTOR: "octocat",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "plyr-fm/plyr",
    GITHUB_RUN_ID: "42",
    GITHUB_RUN_ATTEMPT: "2",
  };
  expect(findActor(env)).toBe("octocat");
  expect(findRunUrl(env)).toBe("https://github.com/plyr-fm/plyr/actions/runs/42/attempts/2");
  expect(findRunUrl({ ...env, GITHUB_RUN_ID: "" })).toBeUndefined();
});

test("a run outside Actions is of this machine's user, by number where it has no name", () => {
  expect(findActor({})).toBe(userInfo().username);
  const nameless = vi.spyOn(os, "userInfo").mockImplementation(() => {
    throw new Error("A system error occurred: uv_os_get_passwd returned ENOENT");
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    nameless.mockRestore();
    syncBuiltinESMExports();
  });
  expect(findActor({})).toBe(`user ${process.getuid?.()}`);
});
