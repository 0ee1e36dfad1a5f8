import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { openSummary } from "../../src/cli/summary.ts";

const folder = mkdtempSync(join(tmpdir(), "parity-summary-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("what is added stands at the end", () => {
  const file = join(folder, "summary.md");
  const add = openSummary(true, { GITHUB_STEP_SUMMARY: file });
  add("one");
  add("two");
  expect(readFileSync(file, "utf8")).toBe("one\ntwo\n");
});

test.each([
  [{}, "There is no step summary to write: GITHUB_STEP_SUMMARY is not set.\n  Fix: leave out --summary outside"],
  [{ GITHUB_STEP_SUMMARY: folder }, "The step's summary cannot be written: EISDIR: illegal operation on a directory"],
  [
    { GITHUB_STEP_SUMMARY: join(folder, "none/summary.md") },
    "The step's summary cannot be written: ENOENT: no such file",
  ],
])("one that cannot be written to, %j, is refused before anything is done", (env, message) => {
  expect(() => openSummary(true, env)).toThrow(message);
  expect(() => openSummary(false, env)).not.toThrow();
});

test("one that can no longer be written to ends nothing", () => {
  const gone = mkdtempSync(join(folder, "gone-"));
  const add = openSummary(true, { GITHUB_STEP_SUMMARY: join(gone, "summary.md") });
  rmSync(gone, { recursive: true });
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  add("one");
  expect(stderr.mock.calls).toEqual([[expect.stringMatching(/^The step's summary cannot be written: ENOENT/)]]);
  stderr.mockRestore();
});
