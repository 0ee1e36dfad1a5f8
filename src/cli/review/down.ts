import { existsSync } from "node:fs";
import { Project } from "../../components/project.ts";
import { reviewStack } from "../../components/review/template.ts";
import { stackFile } from "../../config/source/files.ts";
import { takeDown } from "../../operations/review/down.ts";
import { writeReviewFile } from "../../operations/review/prepare.ts";
import { readTemplate } from "../../operations/review/template.ts";
import { runDestroy } from "../destroy.ts";
import { comment } from "./comment.ts";
import { pullNumber, type ReviewOptions } from "./template.ts";

export interface ReviewDownCommand extends ReviewOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly comment?: boolean;
}

/** @returns the exit code */
export async function runReviewDown(
  number: string,
  options: ReviewDownCommand,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const pull = pullNumber(number);
  const project = new Project(options.project);
  // What is up goes also where something is wrong with the template by now.
  const template = readTemplate(project);
  const stack = reviewStack(pull);
  if (template && !existsSync(stackFile(project.folder, stack))) {
    writeReviewFile({ project, template, pull, branch: stack }, new Date());
  }
  const { json, yes, dryRun } = options;
  const code = await runDestroy(
    { stack, project: project.folder, ...(json && { json }), ...(yes && { yes }), ...(dryRun && { dryRun }) },
    env,
    takeDown,
  );
  if (options.comment && template && !dryRun) {
    const environment = project.resolveReview(pull) ?? template;
    await comment({ pull, environment, template, state: code === 0 ? "down" : "left" }, options, env);
  }
  return code;
}
