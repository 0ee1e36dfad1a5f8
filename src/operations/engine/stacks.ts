import { z } from "zod";
import { Project } from "../../components/project.ts";
import { Problem } from "../../problem/problem.ts";
import type { Place } from "../existing/stack-state.ts";
import { explainListing } from "./checkpoint.ts";
import { askPulumi, requirePulumi } from "./pulumi.ts";

const listed = z.array(
  z.object({
    name: z.string(),
    lastUpdate: z.string().optional(),
    resourceCount: z.number().optional(),
    updateInProgress: z.boolean().optional(),
  }),
);

/** A stack as the backend lists it. */
export interface ListedStack {
  /** Short. */
  readonly name: string;
  /** When something was last done to it; `undefined` of one that nothing was done to, at Pulumi Cloud. */
  readonly lastUpdate: Date | undefined;
  readonly resources: number;
  /** Whether somebody works at it. Pulumi Cloud alone tells it. */
  readonly updating: boolean | undefined;
}

/**
 * The stacks of a project that the backend has.
 * @throws Problem in the engine's own words when the backend cannot be asked
 */
export async function describeStacks(project: string): Promise<ListedStack[]> {
  await requirePulumi();
  return askForStacks(project);
}

/**
 * The same of an engine that somebody has looked at.
 * @param limitMs how long the backend may take; default: as long as it takes
 */
export async function askForStacks(project: string, limitMs?: number): Promise<ListedStack[]> {
  const answer = await askPulumi(["-C", project, "stack", "ls", "--json"], limitMs).catch((error: unknown) => {
    throw (error instanceof Problem && explainListing(error.what, new Project(project).name)) || error;
  });
  return listed.parse(JSON.parse(answer)).map(({ name, lastUpdate, resourceCount = 0, updateInProgress }) => ({
    // A service backend names a stack in full: organization/project/stack.
    name: name.split("/").at(-1) ?? name,
    lastUpdate: lastUpdate === undefined ? undefined : new Date(lastUpdate),
    resources: resourceCount,
    updating: updateInProgress,
  }));
}

/** Their names. */
export async function listStacks(project: string): Promise<string[]> {
  return (await describeStacks(project)).map(({ name }) => name);
}

/**
 * Makes a stack in the backend. Its file is read where there is one, and given a salt where it lacks one.
 * @throws Problem in the engine's own words
 */
export async function makeStack({ project, stack }: Place): Promise<void> {
  await askPulumi(["-C", project, "stack", "init", stack, "--no-select"]);
}

/**
 * Removes a stack that has nothing any more from the backend, with its history and its file.
 * @throws Problem in the engine's own words, such as that it still has resources
 */
export async function removeStack({ project, stack }: Place): Promise<void> {
  await askPulumi(["-C", project, "stack", "rm", stack, "--yes"]);
}

/**
 * Takes the lock off a stack that nobody works at any more.
 * @throws Problem in the engine's own words
 */
export async function freeStack({ project, stack }: Place): Promise<void> {
  await askPulumi(["-C", project, "cancel", stack, "--yes"]);
}
