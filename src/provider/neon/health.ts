import type { NeonEndpoint } from "../../clouds/neon/endpoints.ts";
import { PartialFailure, type State } from "../../plugin/resource.ts";
import { Problem } from "../../problem/problem.ts";
import { MissingPart } from "./parts.ts";

/** Looks at a thing of the state. When a part of it is gone, the engine keeps what it knew, as unhealthy. */
export async function observeKnown<I, O, T>(
  id: string,
  known: State<I, O> | undefined,
  observe: () => Promise<T>,
): Promise<T> {
  try {
    return await observe();
  } catch (error) {
    if (!known || !(error instanceof MissingPart)) throw error;
    throw new PartialFailure({ id, ...known } as PartialFailure["live"], [error]);
  }
}

/** Why nobody connects to a compute: somebody has disabled it. */
export function findDisabled({ id, disabled }: NeonEndpoint): Problem[] {
  if (!disabled) return [];
  const what = `Its compute ${id} is disabled: nobody connects.`;
  return [new Problem({ code: "compute-disabled", what, fix: "enable it in the Neon Console" })];
}
