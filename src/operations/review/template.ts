import type { Blueprint, ReviewTemplate } from "../../components/blueprint.ts";
import type { Project } from "../../components/project.ts";
import { TEMPLATE } from "../../components/review/template.ts";
import { Problem } from "../../problem/problem.ts";

/** The blueprint of the template that review environments are made from. */
export type TemplateBlueprint = Blueprint & { readonly template: ReviewTemplate };

/** @throws Problem where a project has no template */
export function requireTemplate(project: Project): void {
  if (project.template) return;
  throw new Problem({
    code: "no-review-template",
    what: `There is no Pulumi.${TEMPLATE}.yaml in ${project.folder}, from which the environments of pull requests are made.`,
    why: "It says what such an environment is: what it has of its own, and how many there may be at once.",
    fix: `write it beside Pulumi.yaml, with config → ${project.name}:environment → review (docs/review.md)`,
  });
}

/** The template, unless something is wrong with it: `parity check` says what. */
export function readTemplate(project: Project): TemplateBlueprint | undefined {
  requireTemplate(project);
  const blueprint = project.resolve().blueprints.get(TEMPLATE);
  return blueprint?.template ? { ...blueprint, template: blueprint.template } : undefined;
}
