import type { Path } from "../problem/path.ts";
import { Problem } from "../problem/problem.ts";

export type Finding = Problem;

/** A problem whose path is relative to the system or environment object. */
export function finding(code: string, path: Path, what: string, fix: string, why?: string): Problem {
  return new Problem({ code, where: { path }, what, fix, ...(why !== undefined && { why }) });
}
