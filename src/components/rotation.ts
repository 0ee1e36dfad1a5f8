import type { Rotation, Rotations } from "../config/schema/rotations.ts";
import { isOwn } from "../config/scope.ts";
import { didYouMean } from "../problem/did-you-mean.ts";
import { Problem } from "../problem/problem.ts";
import type { SystemGraph } from "./system.ts";
import { thingsOf } from "./thing.ts";

/**
 * One of the keys that a rotation makes, one after the other. Each is a resource of its own: the next is made beside it, what takes
 * the key is updated, and only then it is deleted. Nothing is replaced, so that two may be valid for as long as it takes.
 */
export interface Round {
  /** 0 before the first rotation. */
  readonly number: number;
  /** Its logical name, from the one that the first has. */
  readonly named: (first: string) => string;
}

/** Where the key of the buckets stands among what can be rotated. */
export const STORAGE = "storage";

/** Where the deploy token of an app stands among what can be rotated. */
export function deployTokenPath(app: string): string {
  return `apps.${app}.deployToken`;
}

export function rotationAt(path: string, rotations: Rotations): Pick<Rotation, "overlap"> & { readonly count: number } {
  return (Object.hasOwn(rotations, path) && rotations[path]) || { count: 0, overlap: false };
}

/** The key that is handed on, and the one before it while that is still valid. */
export function roundsOf(
  path: string,
  { rotations }: { readonly rotations: Rotations },
): { readonly current: Round; readonly previous?: Round } {
  const { count, overlap } = rotationAt(path, rotations);
  return { current: roundOf(count), ...(overlap && { previous: roundOf(count - 1) }) };
}

export function roundOf(number: number): Round {
  return { number, named: (first) => (number === 0 ? first : `${first}-rotated-${number}`) };
}

/** The round that a logical name is of; `undefined` when it is another thing's. */
export function roundNamed(name: string, first: string): number | undefined {
  if (name === first) return 0;
  const [, number] = (name.startsWith(first) && /^-rotated-([1-9]\d*)$/.exec(name.slice(first.length))) || [];
  return number === undefined ? undefined : Number(number);
}

/** Holds what is said to be rotated against what this stack makes. */
export function checkRotations(rotations: Rotations, graph: SystemGraph): Problem[] {
  const tokens = graph.scope.tier === "development" ? [] : thingsOf("apps", graph).filter(isOwn);
  const storage = thingsOf("buckets", graph).length > 0 ? [STORAGE] : [];
  const paths = [...storage, ...tokens.map(({ key }) => deployTokenPath(key)), ...graph.generated.keys()];
  return Object.keys(rotations).flatMap((path) => {
    if (paths.includes(path)) return [];
    const near = didYouMean(path, paths);
    return new Problem({
      code: "unknown-rotation",
      where: { path: ["rotations", path] },
      what: `"${path}" is not a key or a secret that "${graph.scope.stack}" makes.`,
      fix: near ? `did you mean "${near}"?` : `remove it; known here: ${paths.join(", ") || "none"}`,
    });
  });
}
