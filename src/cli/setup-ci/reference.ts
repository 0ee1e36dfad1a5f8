import { Problem } from "../../problem/problem.ts";

/** Where the workflows that do the work are called from. */
export interface WorkflowSource {
  /** `owner/name`. */
  readonly repository: string;
  /** A tag, a branch or a commit. */
  readonly ref: string;
}

/**
 * Reads `owner/name@ref`.
 * @throws Problem when it is something else
 */
export function parseSource(given: string): WorkflowSource {
  const [, repository, ref] = /^([\w.-]+\/[\w.-]+)@([\w./-]+)$/.exec(given) ?? [];
  if (repository !== undefined && ref !== undefined) return { repository, ref };
  throw new Problem({
    code: "wrong-usage",
    what: `"${given}" does not say where the workflows are.`,
    fix: "write owner/name@ref, such as acme/parity@v0.2.0, or leave --from out: the workflows are then written beside their callers",
  });
}
