import { type Case, pick, type Row, runCases } from "../row.ts";
import type { Answer, Exchange } from "../stage/gate.ts";
import { skipPauses } from "../stage/pauses.ts";
import { Trial } from "../stage/trial.ts";
import { type Meeting, openWorld } from "../stage/world.ts";
import { subjects } from "../subjects/subjects.ts";

const kinds = ["stale", "404"] as const;
const lags = [1, 2, 3, 4, 5];

export const staleRow: Row = {
  name: "stale",
  about: "reads after a write answer with what was before, or with 404, one to five times: nothing false",
  async run(options) {
    const resume = skipPauses();
    const failures = [];
    let cases = 0;
    try {
      for (const subject of subjects) {
        const world = await openWorld();
        const tally = await runCases(
          subject.name,
          pick(await casesOf(await Trial.open(subject, world)), options),
          options,
        );
        failures.push(...tally.failures);
        cases += tally.cases;
        world.close();
      }
    } finally {
      resume();
    }
    return [{ what: "stale reads of own types", cases, failures }];
  },
};

async function casesOf(trial: Trial): Promise<Case[]> {
  const cases: Case[] = [];
  for (const phase of trial.phases.filter(({ name }) => name !== "read")) {
    const clean = await trial.rehearse(phase);
    for (const kind of kinds) {
      for (const lag of lags) {
        const name = `${trial.subject.name}/${phase.name}/${kind}/${lag}`;
        cases.push({ name, run: () => trial.judge(phase, clean, lagging(kind, lag)) });
      }
    }
  }
  return cases;
}

/** After each write, the next reads of that cloud do not know of it yet. */
function lagging(kind: (typeof kinds)[number], lag: number): Meeting {
  let earlier: unknown;
  let left = 0;
  return async (exchange: Exchange): Promise<Answer> => {
    if (exchange.writes) {
      earlier = exchange.state();
      left = lag;
      return exchange.forward();
    }
    if (left === 0) return exchange.forward();
    left -= 1;
    return kind === "404" ? exchange.failure(404) : exchange.restoring(earlier);
  };
}
