import { type Case, type Options, pick, runCases, type Tally } from "../row.ts";
import type { Subject } from "../subjects/subject.ts";
import { subjects } from "../subjects/subjects.ts";
import { skipPauses } from "./pauses.ts";
import { Trial } from "./trial.ts";
import { openWorld } from "./world.ts";

/** Runs the cases of every subject that the options ask for, one after the other, and no pause takes time. */
export async function tryAll(
  what: string,
  casesOf: (trial: Trial) => Promise<readonly Case[]>,
  options: Options,
): Promise<Tally> {
  const resume = skipPauses();
  const tallies: Tally[] = [];
  try {
    for (const subject of subjects.filter((one) => isAsked(one, options))) {
      const world = await openWorld();
      try {
        const cases = await casesOf(await Trial.open(subject, world));
        tallies.push(await runCases(what, pick(cases, options), options));
      } finally {
        world.close();
      }
    }
  } finally {
    resume();
  }
  const cases = tallies.reduce((sum, tally) => sum + tally.cases, 0);
  return { what, cases, failures: tallies.flatMap(({ failures }) => failures) };
}

function isAsked({ name }: Subject, { only }: Pick<Options, "only">): boolean {
  return only === undefined || `${only}/`.startsWith(`${name}/`);
}
