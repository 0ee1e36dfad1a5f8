import type { ProblemParts } from "../../problem/parts.ts";
import type { Path } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";

/** Keys that this program reads under the project's name in a stack's file. */
export const stackKeys = ["environment", "secrets"];

/** A problem of what stands in a file; `path` leads there from the top of the file. */
export function misplaced(code: string, path: Path, parts: Omit<ProblemParts, "code" | "where">): Problem {
  return new Problem({ ...parts, code, where: { path } });
}

export function notMap(path: Path, shape: string): Problem {
  return misplaced("wrong-type", path, { what: "This is not a map of keys and values.", fix: `write ${shape}` });
}

export function unread(path: Path, fix: string): Problem {
  return misplaced("unknown-key", path, { what: `Nothing reads "${path.at(-1)}" here.`, fix });
}
