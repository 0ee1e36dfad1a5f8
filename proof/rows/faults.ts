import { isDeepStrictEqual } from "node:util";
import type { PropertyMap } from "../../src/plugin/property-values.ts";
import { PluginFailure } from "../../test/plugin/harness.ts";
import { type Case, type Options, pick, type Row, runCases } from "../row.ts";
import { compareCensus } from "../stage/census.ts";
import { findUnclear, type Held, Resource } from "../stage/engine.ts";
import { befalls, faults } from "../stage/faults.ts";
import type { Call } from "../stage/gate.ts";
import { skipPauses } from "../stage/pauses.ts";
import { openWorld, type World } from "../stage/world.ts";
import { addForeign, groundOf, type Subject } from "../subjects/subject.ts";
import { subjects } from "../subjects/subjects.ts";

/** A step of a resource's life, from what was there before it. */
interface Phase {
  readonly name: "create" | "read" | "update" | "delete";
  /** Brings clouds back to before the step. */
  readonly restore: () => void;
  readonly before: Held | undefined;
  readonly given: PropertyMap | undefined;
}

export const faultsRow: Row = {
  name: "faults",
  about: "each call of our own types meets each fault: right, or one clear error and the next run converges",
  async run(options) {
    const resume = skipPauses();
    try {
      const tallies = [];
      const names = [];
      for (const subject of subjects) {
        const world = await openWorld();
        const cases = await casesOf(subject, world);
        names.push(...cases);
        tallies.push(await runCases(subject.name, pick(cases, options), options));
        world.close();
      }
      const failures = tallies.flatMap((tally) => tally.failures);
      return [
        { what: "fault matrix of own types", cases: tallies.reduce((sum, { cases }) => sum + cases, 0), failures },
      ];
    } finally {
      resume();
    }
  },
};

async function casesOf(subject: Subject, world: World): Promise<Case[]> {
  const phases = await phasesOf(subject, world);
  const cases: Case[] = [];
  for (const phase of phases) {
    const clean = await runPhase(subject, world, phase);
    for (const [i, { method }] of clean.calls.entries()) {
      for (const fault of Object.keys(faults)) {
        if (!befalls(fault, method)) continue;
        const name = `${subject.name}/${phase.name}/${i + 1}/${fault}`;
        cases.push({ name, run: () => judge(subject, world, phase, clean, { at: i + 1, fault }) });
      }
    }
  }
  return cases;
}

async function phasesOf(subject: Subject, world: World): Promise<Phase[]> {
  const plugin = await world.startPlugin();
  const ground = groundOf(world, plugin);
  await addForeign(ground);
  const { first, next } = await subject.prepare(ground);
  const empty = world.remember();
  const resource = new Resource(subject.token, "thing");
  await resource.up(plugin, first);
  const made = world.remember();
  const before = resource.held;
  await plugin.close();
  return [
    { name: "create", restore: empty, before: undefined, given: first },
    { name: "read", restore: made, before, given: first },
    ...(next ? [{ name: "update" as const, restore: made, before, given: next }] : []),
    { name: "delete", restore: made, before, given: undefined },
  ];
}

/** Runs a step without a fault. */
async function runPhase(subject: Subject, world: World, phase: Phase) {
  phase.restore();
  const plugin = await world.startPlugin();
  const calls = world.watch();
  const resource = new Resource(subject.token, "thing", phase.before);
  await step(resource, phase, plugin);
  await plugin.close();
  return {
    calls: calls.map(({ cloud, method, path }): Call => ({ cloud, method, path })),
    census: world.census(),
    held: resource.held,
  };
}

type Clean = Awaited<ReturnType<typeof runPhase>>;

async function step(resource: Resource, { name, given }: Phase, plugin: Awaited<ReturnType<World["startPlugin"]>>) {
  if (name === "read") await resource.refresh(plugin);
  else if (given) await resource.up(plugin, given);
  else await resource.destroy(plugin);
}

async function judge(
  subject: Subject,
  world: World,
  phase: Phase,
  clean: Clean,
  { at, fault }: { at: number; fault: string },
): Promise<void> {
  phase.restore();
  const intercept = faults[fault];
  if (!intercept) throw new Error(`there is no fault ${fault}`);
  const resource = new Resource(subject.token, "thing", phase.before);
  const failure = await during(world, async (plugin) => {
    world.watch(new Map([[at, intercept]]));
    await step(resource, phase, plugin);
  });
  world.watch();
  const problems: string[] = [];
  const unclear = failure === undefined ? undefined : findUnclear(failure);
  if (unclear !== undefined) problems.push(unclear);
  if (phase.name === "read") {
    const vendorSaysGone = fault === "refused-404" && resource.held === undefined;
    if (failure === undefined && !vendorSaysGone) problems.push(...differences(phase, resource.held));
    // A preview's refresh writes no state.
    resource.held = phase.before;
  }
  const refused = await during(world, async (plugin) => {
    await step(resource, phase, plugin);
  });
  if (refused !== undefined) problems.push(`the next run does not converge: ${messageOf(refused)}`);
  const stray = compareCensus(clean.census, world.census());
  if (stray.length > 0) problems.push(`the clouds hold\n${stray.join("\n")}`);
  if (phase.name === "create" && resource.held?.failed) problems.push("the state still holds a failed resource");
  if (problems.length === 0) return;
  const call = clean.calls[at - 1];
  const first = failure === undefined ? "success" : messageOf(failure);
  throw new Error([`${call?.method} ${call?.path}, answered with ${first}`, ...problems].join("\n"));
}

/** A read that does not fail has to say what is there. */
function differences({ before }: Phase, held: Held | undefined): string[] {
  if (!held) return ["the read says that it is gone"];
  const { inputs, outputs } = before ?? held;
  return isDeepStrictEqual({ inputs, outputs }, { inputs: held.inputs, outputs: held.outputs })
    ? []
    : [`the read says ${JSON.stringify(held)}`];
}

async function during(
  world: World,
  work: (plugin: Awaited<ReturnType<World["startPlugin"]>>) => Promise<void>,
): Promise<unknown> {
  const plugin = await world.startPlugin();
  try {
    await work(plugin);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await plugin.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof PluginFailure ? error.message : String(error);
}

export type { Options };
