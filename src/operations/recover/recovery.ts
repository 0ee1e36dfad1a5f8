import { nameResource } from "../engine/resource-change.ts";

/** What became of something that a run began and did not finish. */
export interface Recovery {
  /** For people, such as `cloudflare R2Bucket audio`. */
  readonly resource: string;
  /**
   * `taken over`: the vendor has it, and the state has it now. `cleared`: the vendor does not have it, or its own create knows
   * it again, or a refresh reads what it is. `discarded`: the vendor had it, and nobody its value, so it was deleted. `several`:
   * the vendor has more than one, so none was taken.
   */
  readonly outcome: "taken over" | "cleared" | "discarded" | "several";
  /** An earlier run ended before it knew, or this one got no answer. */
  readonly after: "interrupted run" | "lost answer";
  /** What the vendor has, in the form of an import. */
  readonly ids: readonly string[];
}

export interface RecoverResult {
  readonly recoveries: readonly Recovery[];
  /** Why it could not be done. The state is as it was, or holds what was taken over. */
  readonly errors: readonly string[];
}

export const NOTHING: RecoverResult = { recoveries: [], errors: [] };

export function recovered(
  urn: string,
  outcome: Recovery["outcome"],
  after: Recovery["after"],
  ids: readonly string[] = [],
): Recovery {
  return { resource: nameResource(urn), outcome, after, ids };
}
