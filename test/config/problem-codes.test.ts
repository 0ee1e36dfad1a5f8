import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Codes as they are written in the source, at the two places that make a problem. */
function codesInSource(): string[] {
  const files = execFileSync("git", ["ls-files", "src"], { encoding: "utf8" });
  const text = files
    .split("\n")
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const found = text.matchAll(
    /(?:\b(?:fault|finding|misplaced|report|problem)\(\s*|once\((?:\[[^\]]*\]|path),\s*|code: )"([a-z0-9-]+)"/g,
  );
  return [...new Set([...found].map(([, code = ""]) => code))].sort();
}

test("every problem's code is explained in docs/problems.md, and no code there is stale", () => {
  const table = readFileSync("docs/problems.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  const codes = table.flatMap((line) =>
    [...(line.split("|")[1] ?? "").matchAll(/`([a-z0-9-]+)`/g)].map(([, code = ""]) => code),
  );
  expect(codes.sort()).toEqual(codesInSource());
});
