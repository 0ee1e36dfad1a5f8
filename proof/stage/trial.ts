import { isDeepStrictEqual } from "node:util";
import type { PropertyMap } from "../../src/plugin/property-values.ts";
import { PluginFailure, type TestPlugin } from "../../test/plugin/harness.ts";
import { addForeign, groundOf, type Subject } from "../subjects/subject.ts";
import { type Census, compareCensus } from "./census.ts";
import { findUnclear, type Held, Resource } from "./engine.ts";
import type { Call } from "./gate.ts";
import type { Meeting, World } from "./world.ts";

/** A step of a resource's life. */
export interface Phase {
  readonly name: "create" | "read" | "update" | "delete";
  /** Brings the clouds back to before the step. */
  readonly restore: () => void;
  readonly before: Held | undefined;
  /** What the program gives; nothing where the resource is destroyed. */
  readonly given: PropertyMap | undefined;
}

/** What a step does when nothing goes wrong. */
interface Clean {
  readonly calls: readonly Call[];
  readonly census: Census;
}

/** A subject's life, each step of which can be taken again and again, with something going wrong. */
export class Trial {
  readonly subject: Subject;
  readonly world: World;
  readonly phases: readonly Phase[];

  private constructor(subject: Subject, world: World, phases: readonly Phase[]) {
    this.subject = subject;
    this.world = world;
    this.phases = phases;
  }

  /** Takes the subject through its life once, beside what belongs to others. */
  static async open(subject: Subject, world: World): Promise<Trial> {
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
    return new Trial(subject, world, [
      { name: "create", restore: empty, before: undefined, given: first },
      { name: "read", restore: made, before, given: first },
      ...(next ? [{ name: "update" as const, restore: made, before, given: next }] : []),
      { name: "delete", restore: made, before, given: undefined },
    ]);
  }

  /** A step with nothing going wrong. */
  async rehearse(phase: Phase): Promise<Clean> {
    phase.restore();
    const calls = this.world.watch();
    const resource = this.resource(phase);
    const failure = await this.during((plugin) => step(resource, phase, plugin));
    if (failure !== undefined) throw failure;
    return { calls: [...calls], census: this.world.census() };
  }

  /**
   * A step with something going wrong, and then the same without. Throws what is not right: the step has to do what it
   * should or to fail with one clear error, and the next has to end where a run without any fault ends. `mayBeGone`: the
   * vendor itself says to a read that the thing is not there.
   */
  async judge(phase: Phase, { calls, census }: Clean, meeting: Meeting, mayBeGone = false): Promise<void> {
    phase.restore();
    const resource = this.resource(phase);
    const problems: string[] = [];
    const failure = await this.during((plugin) => {
      this.world.watch(meeting);
      return step(resource, phase, plugin);
    });
    this.world.watch();
    const unclear = failure === undefined ? undefined : findUnclear(failure);
    if (unclear !== undefined) problems.push(unclear);
    if (phase.name === "read") {
      if (failure === undefined && !(mayBeGone && !resource.held)) problems.push(...findFalse(phase.before, resource));
      // A preview's refresh writes no state.
      resource.held = phase.before;
    }
    // As `parity up` does, which refreshes first.
    const refused = await this.during(async (plugin) => {
      if (phase.given) await resource.refresh(plugin);
      await step(resource, phase, plugin);
    });
    if (refused !== undefined) problems.push(`The next run does not converge: ${textOf(refused)}`);
    const believed = mayBeGone && phase.name === "delete" && failure === undefined;
    const stray = believed ? [] : compareCensus(census, this.world.census());
    if (stray.length > 0) problems.push(["The clouds differ:", ...stray].join("\n"));
    if (refused === undefined && phase.given) problems.push(...(await this.findUnsettled(resource)));
    if (problems.length === 0) return;
    const first = failure === undefined ? "It succeeded." : `It failed: ${textOf(failure)}`;
    throw new Error([`${calls.length} calls. ${first}`, ...problems].join("\n"));
  }

  /** The state holds what a refresh finds. */
  private async findUnsettled(resource: Resource): Promise<string[]> {
    const { held } = resource;
    if (held?.failed) return ["The state holds a resource that failed to initialize."];
    const failure = await this.during((plugin) => resource.refresh(plugin));
    if (failure !== undefined) return [`A refresh then fails: ${textOf(failure)}`];
    return findFalse(held, resource);
  }

  private resource({ before }: Phase): Resource {
    return new Resource(this.subject.token, "thing", before);
  }

  /** Works with a plugin of its own. Answers what was thrown. */
  private async during(work: (plugin: TestPlugin) => Promise<unknown>): Promise<unknown> {
    const plugin = await this.world.startPlugin();
    try {
      await work(plugin);
      return undefined;
    } catch (error) {
      return error ?? new Error("nothing was thrown");
    } finally {
      await plugin.close();
    }
  }
}

async function step(resource: Resource, { name, given }: Phase, plugin: TestPlugin): Promise<void> {
  if (name === "read") await resource.refresh(plugin);
  else if (given) await resource.up(plugin, given);
  else await resource.destroy(plugin);
}

/** What a read says that is not so. */
function findFalse(before: Held | undefined, { held }: Resource): string[] {
  if (!held) return ["The read says that it is gone."];
  const same = isDeepStrictEqual([before?.inputs, before?.outputs], [held.inputs, held.outputs]);
  return same ? [] : [`The read says ${JSON.stringify(held)} instead of ${JSON.stringify(before)}`];
}

function textOf(error: unknown): string {
  return error instanceof PluginFailure ? error.message : String(error);
}
