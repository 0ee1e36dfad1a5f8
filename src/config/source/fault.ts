import type { Node } from "yaml";
import type { ProblemParts } from "../../problem/parts.ts";

/** What is wrong at an offset of a file's text: a problem without its place. */
export interface Fault extends ProblemParts {
  readonly offset: number;
}

export function fault(
  code: string,
  at: Node | number | null | undefined,
  what: string,
  fix: string,
  why?: string,
): Fault {
  const offset = typeof at === "number" ? at : (at?.range?.[0] ?? 0);
  return { code, offset, what, fix, ...(why !== undefined && { why }) };
}
