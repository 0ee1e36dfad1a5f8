import { rmSync } from "node:fs";
import { Project } from "../../components/project.ts";
import { stackFile } from "../../config/source/files.ts";
import { Problem } from "../../problem/problem.ts";
import { type DestroyOptions, type DestroyResult, destroy } from "../destroy/destroy.ts";
import { lockIn } from "../engine/lock.ts";
import { freeStack, listStacks, removeStack } from "../engine/stacks.ts";
import { failedPreview } from "../preview/preview.ts";
import { emptyBuckets } from "./buckets.ts";

/**
 * Takes the environment of a pull request away: everything at the vendors, also what is in its buckets, then the stack and its
 * file. Twice is a success.
 */
export async function takeDown(options: DestroyOptions): Promise<DestroyResult> {
  const { project, stack, sources, dryRun } = options;
  if (!(await listStacks(project)).includes(stack)) {
    if (!dryRun) rmSync(stackFile(project, stack), { force: true });
    return nothingThere(options);
  }
  const onStart = async () => {
    await options.onStart();
    await emptyBuckets({ project, stack }, sources);
  };
  const result = await destroyFreed({ ...options, onStart });
  if (result.outcome !== "destroyed") return result;
  try {
    await removeStack({ project, stack });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...result, outcome: "failed", errors: [error.message] };
  }
  rmSync(stackFile(project, stack), { force: true });
  return result;
}

/** A run that was killed leaves its lock, and nobody comes to take it off. One that may run still is respected. */
async function destroyFreed(options: DestroyOptions): Promise<DestroyResult> {
  const result = await destroy(options);
  const locks = result.errors.map((message) => lockIn(message, new Date()));
  if (result.outcome !== "failed" || locks.length === 0 || !locks.every((lock) => lock?.abandoned)) return result;
  await freeStack(options);
  return destroy(options);
}

function nothingThere({ project, stack, dryRun }: DestroyOptions): DestroyResult {
  const report = {
    ...failedPreview({ project: new Project(project).name, stack }, []),
    outcome: "no changes" as const,
  };
  const outcome = dryRun ? "planned" : "destroyed";
  return { stack, outcome, report, done: [], uncertain: false, errors: [], recoveries: [] };
}
