import { poll, pollGone } from "../../clouds/call/poll.ts";
import type { CommandLine } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";

/** A write that Fly accepted, for the words of the error when it has dropped it. */
export interface AcceptedWrite {
  /** The thing, such as `app "plyr-api"`. */
  readonly what: string;
  /** Shows the thing, or that it is not there. */
  readonly command: CommandLine;
  readonly signal: AbortSignal;
  /** How long Fly may lag behind its own answer. Default 1. */
  readonly minutes?: number;
}

/** Asks until Fly shows what it said it made, and answers it. Throws a Problem when the time is over. */
export async function requireShown<T>(write: AcceptedWrite, find: () => Promise<T | undefined>): Promise<T> {
  const { what, command, signal, minutes = 1 } = write;
  const found = await poll({ deadlineMs: minutes * 60_000, signal }, find);
  if (found !== undefined) return found;
  throw new Problem({
    code: "not-shown",
    what: `Fly took the order to make ${what}, but does not show it after ${minutes} min.`,
    fix: "see what Fly has, then run the same command again",
    commands: [command],
  });
}

/** Asks until Fly no longer shows what it said it deleted. Throws a Problem when the time is over. */
export async function requireGone(write: AcceptedWrite, find: () => Promise<unknown>): Promise<void> {
  const { what, command, signal, minutes = 1 } = write;
  if (await pollGone({ deadlineMs: minutes * 60_000, signal }, find)) return;
  throw new Problem({
    code: "not-deleted",
    what: `Fly took the order to delete ${what}, but still shows it after ${minutes} min.`,
    fix: "see what Fly has, then run the same command again",
    commands: [command],
  });
}
