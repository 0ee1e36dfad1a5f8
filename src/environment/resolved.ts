import type { Blueprint } from "../components/blueprint.ts";
import { type Lead, type Reach, reachesOf } from "../components/endpoints.ts";
import type { Resolution } from "../components/resolution.ts";
import type { HandedOn } from "./handed-on.ts";

/** What a stack's config comes to: all that its program needs of it. Data alone, without what a person has set. */
export interface Resolved extends Pick<Resolution, "secrets" | "unsent" | "vendors" | "needs" | "placeholders"> {
  /** Absent where the config is not sound. */
  readonly blueprint?: Blueprint;
  /** Of every stack of the product: what their values may lead to. */
  readonly leads: { readonly [stack: string]: readonly Lead[] };
  /** What is doubtful in the config, in words; empty where nothing is. */
  readonly warnings: string;
}

/** What the values of each stack lead to, by stack: those of the one that runs with what a person has set for it. */
export function reachesIn(
  { leads }: Pick<Resolved, "leads">,
  { stack, secrets }: Pick<HandedOn, "stack" | "secrets">,
): ReadonlyMap<string, readonly Reach[]> {
  return new Map(Object.entries(leads).map(([name, own]) => [name, reachesOf(own, name === stack ? secrets : {})]));
}
