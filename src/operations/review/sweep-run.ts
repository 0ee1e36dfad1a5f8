import type { GithubClient } from "../../clouds/github/client.ts";
import type { Project } from "../../components/project.ts";
import { reviewStack } from "../../components/review/template.ts";
import { Problem } from "../../problem/problem.ts";
import { lockIn } from "../engine/lock.ts";
import type { Sources } from "../existing/sources.ts";
import { IN_USE } from "../recover/recover.ts";
import { takeDown } from "./down.ts";
import { writeReviewFile } from "./prepare.ts";
import { findPull } from "./pull.ts";
import type { SweepPlan, Swept } from "./sweep.ts";
import type { TemplateBlueprint } from "./template.ts";

/** What became of something that goes. `busy`: a run has its stack, or its pull request was opened again; the next sweep looks again. */
export interface SweepOutcome {
  readonly swept: Swept;
  readonly became: "gone" | "busy" | "left";
  readonly errors: readonly string[];
}

export interface SweepRun {
  readonly project: Project;
  readonly template: TemplateBlueprint;
  readonly github: GithubClient;
  readonly sources: Sources;
  readonly isInterrupted: () => boolean;
}

/** Deletes what a plan says goes, one after the other; what fails keeps nothing else from going. */
export async function* sweep({ found }: SweepPlan, run: SweepRun): AsyncGenerator<SweepOutcome> {
  for (const swept of found.filter(({ goes }) => goes)) {
    if (run.isInterrupted()) return;
    yield swept.leftover ? await remove(swept, swept.leftover.remove, run) : await takeStackDown(swept, run);
  }
}

async function takeStackDown(
  swept: Swept,
  { project, template, sources, isInterrupted }: SweepRun,
): Promise<SweepOutcome> {
  const { pull } = swept;
  const stack = reviewStack(pull);
  writeReviewFile({ project, template, pull, branch: stack }, new Date());
  const ignore = () => undefined;
  const { outcome, errors } = await takeDown({
    ...{ project: project.folder, stack, sources, isInterrupted, dryRun: false, blueprints: [] },
    ...{ onRecovery: ignore, onReport: ignore, onStart: async () => undefined, onChange: ignore },
  });
  if (outcome === "destroyed") return { swept, became: "gone", errors: [] };
  const isBusy = (text: string) => lockIn(text, new Date()) !== undefined || text.startsWith(IN_USE);
  const busy = errors.length > 0 && errors.every(isBusy);
  return { swept, became: busy ? "busy" : "left", errors };
}

/** Whoever opened it again meanwhile has what is there. */
async function remove(swept: Swept, act: () => Promise<void>, { github }: SweepRun): Promise<SweepOutcome> {
  try {
    const pull = await findPull(github, swept.pull);
    if (!pull || pull.open) return { swept, became: "busy", errors: [] };
    await act();
    return { swept, became: "gone", errors: [] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { swept, became: "left", errors: [error.message] };
  }
}
