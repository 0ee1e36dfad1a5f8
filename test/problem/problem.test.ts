import { expect, test } from "vitest";
import { line } from "../../src/problem/command-line.ts";
import { renderPath } from "../../src/problem/path.ts";
import { Problem } from "../../src/problem/problem.ts";
import { renderProblem, renderProblems } from "../../src/problem/text.ts";

const parts = { code: "no-token", what: "No Fly API token is set.", fix: "set FLY_API_TOKEN" };

test("a problem's message says what, why, what to do and what to run, in this order", () => {
  const problem = new Problem({
    ...parts,
    why: "Fly asks for one.",
    commands: [line`export FLY_API_TOKEN=…`, line`pulumi up`],
  });
  expect(problem.message.split("\n")).toEqual([
    "No Fly API token is set.",
    "  Why: Fly asks for one.",
    "  Fix: set FLY_API_TOKEN",
    "  Run: export FLY_API_TOKEN=…",
    "  Run: pulumi up",
  ]);
});

test("a problem is an error, and stops things unless it is a warning", () => {
  expect(new Problem(parts)).toBeInstanceOf(Error);
  expect([new Problem(parts).severity, new Problem({ ...parts, severity: "warning" }).severity]).toEqual([
    "error",
    "warning",
  ]);
});

test("a problem that is moved keeps everything but its place", () => {
  const problem = new Problem({ ...parts, why: "Because.", where: { path: ["name"] } }, { cause: "a refusal" });
  const moved = problem.at({ file: "Pulumi.yaml", path: ["system", "name"], line: 4 });
  expect(moved.toJSON()).toEqual({
    ...problem.toJSON(),
    where: { file: "Pulumi.yaml", path: ["system", "name"], line: 4 },
  });
  expect(moved.cause).toBe("a refusal");
});

test("the place of a problem stands before it, with its file and line where they are known", () => {
  const at = (where: { file?: string; path: string[]; line?: number }) =>
    renderProblem(new Problem({ ...parts, where })).split("\n")[0];
  expect(at({ file: "Pulumi.yaml", path: ["apps", "api"], line: 4 })).toBe("Pulumi.yaml:4  apps.api");
  expect(at({ file: "Pulumi.yaml", path: [] })).toBe("Pulumi.yaml");
  expect(at({ path: ["values", "KEY"] })).toBe("values.KEY");
});

test("errors come before warnings, and the last line counts both", () => {
  const text = renderProblems([new Problem({ ...parts, severity: "warning", what: "A." }), new Problem(parts)]);
  expect(text.indexOf("warning: A.")).toBeGreaterThan(text.indexOf("No Fly"));
  expect(text.endsWith("\n\n1 problem, 1 warning")).toBe(true);
});

test("a key with a dot in it is quoted in a path", () => {
  expect(renderPath(["zones", "plyr.fm", 0])).toBe('zones["plyr.fm"][0]');
});
