import { expect } from "vitest";
import type { Sandbox } from "../stage/sandbox.ts";

/** Fails unless a preview has nothing to do; `--refresh` compares with the clouds too. Answers what it said. */
export async function expectNoChanges(sandbox: Sandbox, stack: string, ...words: readonly string[]): Promise<string> {
  const text = await sandbox.succeed(["preview", ...words, "--stack", stack, "--expect-no-changes"]);
  expect(resourcesOf(text)).toEqual([expect.stringMatching(/^\d+ unchanged$/)]);
  return text;
}

/** What the engine said last that it did, or would do, such as `21 unchanged`. */
export function resourcesOf(text: string): string[] {
  const block = [...text.matchAll(/\nResources:\n((?: {4}.*\n)+)/g)].at(-1)?.[1] ?? "";
  return block.split("\n").flatMap((line) => line.trim() || []);
}

/**
 * A cloud's content without what it keeps of deleted things by design: soft-deleted projects, revoked tokens, places of
 * buckets.
 */
export function live(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isGone(item)).map(live);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key, inner]) => key !== "bucketLocations" && !isGone(inner));
  return Object.fromEntries(kept.map(([key, inner]) => [key, live(inner)]));
}

function isGone(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(
    ([key, at]) => /^(revoked|deleted)_?at$/i.test(key) && at !== null && at !== undefined,
  );
}
