import { WriteStream } from "node:tty";
import { afterEach, expect, test, vi } from "vitest";
import { renderReports } from "../../src/cli/check.ts";
import { styleOf } from "../../src/cli/style.ts";
import { line } from "../../src/problem/command-line.ts";
import { Problem } from "../../src/problem/problem.ts";
import { renderProblem } from "../../src/problem/text.ts";

afterEach(() => void vi.unstubAllEnvs());

const problem = new Problem({
  code: "no-token",
  where: { file: "Pulumi.yaml", path: ["apps", "api"], line: 3 },
  what: "No token is set. \u001b[31mred",
  fix: "set one",
  commands: [line`parity doctor`],
});

const terminal = { isTTY: true, getColorDepth: WriteStream.prototype.getColorDepth };

test("a problem has its place, its labels and its line to run in colour on a terminal", () => {
  vi.stubEnv("FORCE_COLOR", "1");
  vi.stubEnv("NO_COLOR", undefined);
  const text = renderProblem(problem, styleOf(process.stdout));
  expect(text).toContain("\u001b[31mPulumi.yaml:3  apps.api\u001b[39m");
  expect(text).toContain("\u001b[1mFix:\u001b[22m set one");
  expect(text).toContain("\u001b[1mRun:\u001b[22m \u001b[36mparity doctor\u001b[39m");
});

test("what a vendor says never colours anything", () => {
  vi.stubEnv("FORCE_COLOR", "1");
  expect(renderProblem(problem, styleOf(process.stdout))).toContain("No token is set. \\u001b[31mred  [no-token]");
});

test.each([
  ["NO_COLOR is set", { NO_COLOR: "1", FORCE_COLOR: undefined }, terminal],
  ["the terminal is dumb", { NO_COLOR: undefined, FORCE_COLOR: undefined, TERM: "dumb" }, terminal],
  ["it is not a terminal", { NO_COLOR: undefined, FORCE_COLOR: undefined }, { isTTY: false, write: () => true }],
])("nothing is coloured where %s", (_, variables, stream) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const reports = [
    { stack: "dev", needs: [], secrets: [], kept: [], placeholders: {}, things: [], problems: [problem] },
  ];
  const text = renderReports(reports, styleOf(Object.assign(Object.create(process.stdout), stream)));
  expect(text).toBe(renderReports(reports));
});
