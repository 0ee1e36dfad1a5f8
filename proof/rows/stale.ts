import type { Case, Row } from "../row.ts";
import type { Trial } from "../stage/trial.ts";
import { tryAll } from "../stage/trials.ts";
import type { Meeting } from "../stage/world.ts";

const kinds = ["stale", "404"] as const;
const lags = [1, 2, 3, 4, 5];

export const staleRow: Row = {
  name: "stale",
  about: "reads after a write answer with what was before, or with 404, one to five times: nothing false",
  run: async (options) => [await tryAll("stale reads of own types", casesOf, options)],
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
  return async (exchange) => {
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
