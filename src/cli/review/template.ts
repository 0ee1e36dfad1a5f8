import { Project } from "../../components/project.ts";
import { TEMPLATE } from "../../components/review/template.ts";
import { findPullNumber } from "../../operations/github/pull-request.ts";
import { readTemplate, type TemplateBlueprint } from "../../operations/review/template.ts";
import { check, renderReports } from "../check.ts";

export interface ReviewOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly json?: boolean;
  /** `owner/name` of the pull requests. Default: the application's, as the config says. */
  readonly repository?: string;
}

export interface PullOptions extends ReviewOptions {
  readonly branch?: string;
}

/** Project and template, or nothing where something is wrong with it, which is printed. */
export function openTemplate(
  folder: string,
): { readonly project: Project; readonly template: TemplateBlueprint } | undefined {
  const project = new Project(folder);
  const template = readTemplate(project);
  if (template) return { project, template };
  process.stdout.write(`${renderReports(check(folder, TEMPLATE))}\n`);
  return undefined;
}

/** @throws Problem when it is not the number of a pull request */
export function pullNumber(given: string): number {
  return findPullNumber(given, {}) ?? 0;
}
