import { parse } from "yaml";
import type { Blueprint } from "../../../src/components/blueprint.ts";
import type { Raw } from "../../../src/config/merge.ts";
import type { Document } from "../../../src/documents/document.ts";
import { renderDocuments } from "../../../src/documents/render.ts";
import { blueprintOf } from "../../config/acme.ts";

export interface StepContent {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: { readonly [input: string]: unknown };
  readonly env?: { readonly [name: string]: string };
  readonly "working-directory"?: string;
  readonly run?: string;
}

export interface JobContent {
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly environment?: object;
  readonly permissions?: object;
  readonly steps: readonly StepContent[];
}

export interface WorkflowContent {
  readonly name: string;
  readonly on: { readonly [event: string]: unknown };
  readonly permissions: object;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": unknown };
  readonly jobs: { readonly [id: string]: JobContent };
}

export function workflowsOf(blueprints: ReadonlyMap<string, Blueprint>): Document[] {
  return renderDocuments(blueprints).filter(({ path }) => path.startsWith(".github/workflows/"));
}

/** The workflow at a path, read back; a failure that lists what is there. */
export function workflowAt(path: string, blueprints: ReadonlyMap<string, Blueprint>): WorkflowContent {
  const documents = workflowsOf(blueprints);
  const document = documents.find((one) => one.path === `.github/workflows/${path}`);
  if (!document) throw new Error(`no ${path} among ${documents.map((one) => one.path).join(", ")}`);
  return parse(document.text);
}

export function jobOf(workflow: WorkflowContent, id: string): JobContent {
  const job = workflow.jobs[id];
  if (!job) throw new Error(`no job ${id} among ${Object.keys(workflow.jobs).join(", ")}`);
  return job;
}

export function stepOf(job: JobContent, name: string): StepContent {
  const step = job.steps.find((one) => one.name === name);
  if (!step) throw new Error(`no step "${name}" among ${job.steps.map((one) => one.name).join(", ")}`);
  return step;
}

/** acme's staging and production, each with changes of its own, and both with changes to the system. */
export function acme(changes: { staging?: Raw; production?: Raw; system?: Raw }): ReadonlyMap<string, Blueprint> {
  const { staging, production, system = {} } = changes;
  return new Map([
    ["production", blueprintOf("production", production, system)],
    ["staging", blueprintOf("staging", staging, system)],
  ]);
}

/** An expression's value for an event: GitHub's operators are JavaScript's, as far as these workflows use them. */
export function evaluate(expression: string, github: object): unknown {
  const body = expression
    .replace(/^\$\{\{ | \}\}$/g, "")
    .replace(/'((?:[^']|'')*)'/g, (_, text: string) => JSON.stringify(text.replaceAll("''", "'")));
  const startsWith = (value: string, prefix: string) => value.toLowerCase().startsWith(prefix.toLowerCase());
  return new Function("github", "startsWith", `return ${body}`)(github, startsWith);
}
