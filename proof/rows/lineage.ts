import { PluginFailure } from "../../test/plugin/harness.ts";
import type { Case, Row } from "../row.ts";
import { attempt } from "../stage/attempt.ts";
import { compareCensus } from "../stage/census.ts";
import { findUnclear, Resource } from "../stage/engine.ts";
import type { Trial } from "../stage/trial.ts";
import { tryAll } from "../stage/trials.ts";
import { type Ground, groundOf, lineages } from "../subjects/subject.ts";

export const lineageRow: Row = {
  name: "lineage",
  about:
    "an empty state of the same project and stack meets what another made, each own type: refused, or its own beside it; nothing touched",
  run: async (options) => [await tryAll("things of another state, each own type", casesOf, options)],
};

async function casesOf(trial: Trial): Promise<Case[]> {
  return [{ name: `${trial.subject.name}/another state`, run: () => meet(trial) }];
}

/** The other state goes through the same program from its beginning, up to the first refusal. */
async function meet({ subject, world, phases }: Trial): Promise<void> {
  const made = phases.find(({ name }) => name === "read");
  made?.restore();
  const before = world.census();
  const plugin = await world.startPlugin();
  const refused = await attempt(async () => {
    const { first } = await subject.prepare(otherGround(groundOf(world, plugin)));
    await new Resource(subject.token, "thing").up(plugin, first);
  });
  await plugin.close();
  if (subject.standsBeside) {
    const lost = compareCensus(before, world.census()).filter((line) => line.startsWith("-"));
    if (refused !== undefined || lost.length > 0) throw new Error([`It ended with ${refused}.`, ...lost].join("\n"));
    return;
  }
  const problems = refused === undefined ? ["It is not refused."] : [findUnclear(refused) ?? []].flat();
  if (refused instanceof PluginFailure && !refused.message.includes("parity adopt")) {
    problems.push(`It does not say how to take it over: ${refused.message}`);
  }
  problems.push(...compareCensus(before, world.census()));
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** What people have made by hand is there. */
function otherGround(ground: Ground): Ground {
  const none = async () => undefined;
  return { ...ground, lineage: lineages.other, fly: none, pages: none };
}
