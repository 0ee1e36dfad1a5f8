import { closest, distance } from "fastest-levenshtein";

/** The allowed word closest to what was written, when it is close enough to be a slip. */
export function didYouMean(word: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const near = closest(word, [...allowed]);
  return distance(word.toLowerCase(), near.toLowerCase()) <= Math.max(2, Math.floor(near.length / 3))
    ? near
    : undefined;
}
