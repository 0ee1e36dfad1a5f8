import type { BenchSandbox } from "./sandbox.ts";

/** What the environment of one pull request takes, in seconds of one run, beside staging's from nothing; and what it costs. */
export interface Reviews {
  readonly staging: number;
  readonly up: number;
  readonly again: number;
  readonly down: number;
  /** USD a month, as `parity cost` says. */
  readonly cost: { readonly low: number; readonly high: number };
}

/** Of plyr.fm. */
export async function timeReview(sandbox: BenchSandbox, say: (line: string) => void): Promise<Reviews> {
  say("the environment of a pull request comes up, again, and goes");
  const pull = await sandbox.openPull();
  const seconds = async (...words: readonly string[]) => {
    const started = performance.now();
    await sandbox.run(["parity", ...words, "--yes"]);
    return (performance.now() - started) / 1000;
  };
  await sandbox.run(["destroy", "--stack", "staging", "--yes", "--skip-preview"]);
  const staging = await seconds("up", "--stack", "staging");
  const up = await seconds("review", "up", pull);
  const again = await seconds("review", "up", pull);
  const down = await seconds("review", "down", pull);
  const [cost] = JSON.parse(await sandbox.run(["parity", "cost", "--stack", "review", "--json"])) as [Reviews["cost"]];
  return { staging, up, again, down, cost };
}
