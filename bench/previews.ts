import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../sandbox/folder.ts";
import { type Comparison, compare } from "./comparison.ts";
import type { Timing } from "./timed-command.ts";
import type { TimedStack } from "./timed-stack.ts";

/** One stack against another: how long each took, and how much of a processor. */
export interface Previews {
  readonly wall: Comparison;
  readonly processor: Comparison;
}

const words = ["preview", "--expect-no-changes"];

/**
 * Previews of two stacks in turn, A B A B, so that what else the machine does falls on both.
 * @returns of previews as they are after the first, and of the first on a machine that has kept nothing: no code that
 *   V8 has compiled. Such are previews in CI.
 */
export async function comparePreviews(
  production: TimedStack,
  empty: TimedStack,
  runs: number,
  say: (line: string) => void,
): Promise<{ again: Previews; first: Previews }> {
  say(`first previews: ${runs} of production and ${runs} of the empty project, in turn`);
  const first = await inTurn(runs, [production, empty], timeFirst);
  for (const stack of [production, empty]) await timeAgain(stack);
  say(`previews again: ${runs} of production and ${runs} of the empty project, in turn`);
  const again = await inTurn(runs, [production, empty], timeAgain);
  return { again, first };
}

export function timeAgain(stack: TimedStack): Promise<Timing> {
  return stack.time(words);
}

/** ts-node keeps what it transpiled in TMPDIR, bin/built.mjs what V8 compiled in dist. */
async function timeFirst(stack: TimedStack): Promise<Timing> {
  const empty = mkdtempSync(join(stack.folder.root, "tmp-"));
  rmSync(join(repository, "dist", ".v8"), { recursive: true, force: true });
  try {
    return await stack.time(words, { TMPDIR: empty });
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}

/** Runs something of two stacks in turn. */
export async function inTurn(
  runs: number,
  stacks: readonly [TimedStack, TimedStack],
  time: (stack: TimedStack) => Promise<Timing> | Timing,
): Promise<Previews> {
  const pairs: (readonly [Timing, Timing])[] = [];
  for (let run = 0; run < runs; run += 1) pairs.push([await time(stacks[0]), await time(stacks[1])]);
  return {
    wall: compare(pairs.map(([a, b]) => [a.wall, b.wall])),
    processor: compare(pairs.map(([a, b]) => [a.processor, b.processor])),
  };
}
