import type { JournalEntry } from "../sandbox/clouds/core/journal.ts";

/** One call on the way to the last answer of a run, and what came before it. */
export interface WaitedCall {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** Milliseconds between the answer of the call before it, or the start of the run, and this call. */
  readonly beforeMs: number;
  readonly ms: number;
}

/**
 * The calls that a run waited for, by its journal: from the last answer back, each time the last that was answered before the call
 * was sent. They need not depend on each other: what lies between may be our own work.
 */
export function findWaited(entries: readonly JournalEntry[], startedMs: number): WaitedCall[] {
  const calls = entries.map((entry) => {
    const end = Date.parse(entry.at ?? "");
    return { entry, end, start: end - (entry.ms ?? 0) };
  });
  const chain: WaitedCall[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const earlier = calls.filter(({ end }) => end <= before);
    const last = earlier.sort((a, b) => b.end - a.end || b.start - a.start)[0];
    if (!last) return chain;
    const previous = Math.max(startedMs, ...calls.filter(({ end }) => end <= last.start).map(({ end }) => end));
    const { operation, method, path, ms = 0 } = last.entry;
    chain.unshift({ operation, method, path, beforeMs: last.start - previous, ms });
    before = last.start;
  }
}
