import type { Case, Row } from "../row.ts";
import { befalls, faults } from "../stage/faults.ts";
import type { Trial } from "../stage/trial.ts";
import { tryAll } from "../stage/trials.ts";

export const faultsRow: Row = {
  name: "faults",
  about: "each call of our own types meets each fault: right, or one clear error and the next run converges",
  run: async (options) => [await tryAll("faults of calls of own types", casesOf, options)],
};

async function casesOf(trial: Trial): Promise<Case[]> {
  const cases: Case[] = [];
  for (const phase of trial.phases) {
    const clean = await trial.rehearse(phase);
    for (const [i, call] of clean.calls.entries()) {
      for (const [fault, intercept] of Object.entries(faults)) {
        if (!befalls(fault, call)) continue;
        const run = () =>
          trial.judge(
            phase,
            clean,
            (exchange, n) => (n === i + 1 ? intercept(exchange) : exchange.forward()),
            fault === "refused-404",
          );
        cases.push({ name: `${trial.subject.name}/${phase.name}/${i + 1}/${fault}`, run });
      }
    }
  }
  return cases;
}
