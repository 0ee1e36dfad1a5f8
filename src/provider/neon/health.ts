import type { NeonEndpoint } from "../../clouds/neon/endpoints.ts";
import { findLostAccess } from "../database-access.ts";
import { type Live, PartialFailure, type Self, type State } from "../resource.ts";
import { MissingPart } from "./parts.ts";

interface Access {
  readonly host: string;
  readonly password?: string | undefined;
}

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
    throw new PartialFailure({ id, ...known } as PartialFailure["live"], [error.message]);
  }
}

/** The thing itself. Throws a PartialFailure when nobody gets in, or nobody with what this stack has handed out. */
export function requireAccess<I, O extends Access>(
  live: Live<I, O>,
  known: State<I, Partial<O>> | undefined,
  { id, disabled }: NeonEndpoint,
  self: Self,
): Live<I, O> {
  const reasons = findLostAccess(known?.outputs, live.outputs, self);
  if (disabled) reasons.push(`Its compute ${id} is disabled: nobody connects.\n  Fix: enable it in the Neon Console.`);
  if (reasons.length > 0) throw new PartialFailure(live as PartialFailure["live"], reasons);
  return live;
}
