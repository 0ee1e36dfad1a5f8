import { type Case, pick, type Row, runCases } from "../row.ts";
import { befalls, faults } from "../stage/faults.ts";
import { skipPauses } from "../stage/pauses.ts";
import { Trial } from "../stage/trial.ts";
import { openWorld } from "../stage/world.ts";
import { subjects } from "../subjects/subjects.ts";

export const faultsRow: Row = {
  name: "faults",
  about: "each call of our own types meets each fault: right, or one clear error and the next run converges",
  async run(options) {
    const resume = skipPauses();
    const failures = [];
    let cases = 0;
    try {
      for (const subject of subjects) {
        const world = await openWorld();
        const trial = await Trial.open(subject, world);
        const tally = await runCases(subject.name, pick(await casesOf(trial), options), options);
        failures.push(...tally.failures);
        cases += tally.cases;
        world.close();
      }
    } finally {
      resume();
    }
    return [{ what: "faults of calls of own types", cases, failures }];
  },
};

async function casesOf(trial: Trial): Promise<Case[]> {
  const cases: Case[] = [];
  for (const phase of trial.phases) {
    const clean = await trial.rehearse(phase);
    for (const [i, call] of clean.calls.entries()) {
      for (const [fault, intercept] of Object.entries(faults)) {
        if (!befalls(fault, call)) continue;
        cases.push({
          name: `${trial.subject.name}/${phase.name}/${i + 1}/${fault}`,
          run: () =>
            trial
              .judge(
                phase,
                clean,
                (exchange, n) => (n === i + 1 ? intercept(exchange) : exchange.forward()),
                fault === "refused-404",
              )
              .catch((error: Error) => {
                throw new Error(`${call.method} ${call.path} of ${error.message}`);
              }),
        });
      }
    }
  }
  return cases;
}
