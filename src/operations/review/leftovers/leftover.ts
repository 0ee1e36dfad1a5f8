import type { Blueprint } from "../../../components/blueprint.ts";
import { EXAMPLE_PULL } from "../../../components/review/example.ts";
import type { Sources } from "../../existing/sources.ts";

/** Something at a vendor that has the name of a review environment's. */
export interface Leftover {
  /** Number of the pull request that its name is of. */
  readonly pull: number;
  /** Such as `Fly app shop-pr-12`. */
  readonly what: string;
  /** Gone already is a success. */
  readonly remove: () => Promise<void>;
}

export interface Searched {
  /** Folder with Pulumi.yaml. */
  readonly folder: string;
  /** What the template makes for pull request `EXAMPLE_PULL`. */
  readonly example: Blueprint;
  /** Name of the product among those of one repository. */
  readonly product: string | undefined;
}

/** Who looks for leftovers at one vendor. */
export interface Search {
  readonly find: (where: Searched, sources: Sources) => Promise<readonly Leftover[]>;
}

/**
 * The number of the pull request that a name is of, where it is one that the template gives.
 * @param pattern the name as the template gives it to pull request `EXAMPLE_PULL`
 */
export function pullNamed(name: string, pattern: string): number | undefined {
  const [first, ...rest] = pattern.split(String(EXAMPLE_PULL)).map(escapePattern);
  // Without a number in it, it is not one of many.
  if (rest.length === 0) return undefined;
  const found = new RegExp(`^${first}([1-9]\\d*)${rest.join("\\1")}$`).exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** What stands before the number, to search by. */
export function startOf(pattern: string): string {
  return pattern.split(String(EXAMPLE_PULL))[0] ?? "";
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** One of each, of lists of accounts and the like. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
