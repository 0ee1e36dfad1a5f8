import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { StepContent } from "../documents/workflows/read-workflow.ts";

export const repository = join(import.meta.dirname, "..", "..");
const folder = ".github/workflows";

export type Step = Omit<StepContent, "name"> & { readonly name?: string };

export interface Job {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  /** A workflow of ours that is the job. */
  readonly uses?: string;
  readonly secrets?: string;
  readonly with?: { readonly [input: string]: unknown };
  readonly if?: string;
  readonly "timeout-minutes"?: number;
  readonly environment?: string | { readonly name: string; readonly deployment?: boolean };
  readonly permissions?: { readonly [scope: string]: string };
  readonly strategy?: {
    readonly "max-parallel"?: number;
    readonly "fail-fast"?: boolean;
    readonly matrix?: { readonly include?: readonly { readonly [key: string]: string }[] | string };
  };
  readonly concurrency?: Concurrency;
  readonly steps: readonly Step[];
}

export interface Concurrency {
  readonly group: string;
  readonly "cancel-in-progress": unknown;
}

export interface Workflow {
  readonly name: string;
  readonly on: { readonly [event: string]: unknown };
  readonly permissions: { readonly [scope: string]: string };
  readonly concurrency?: Concurrency;
  readonly jobs: { readonly [id: string]: Job };
}

/** A file of `.github/workflows`, as text and read. `path` starts at the repository's root. */
export interface WorkflowFile {
  readonly path: string;
  readonly text: string;
  readonly workflow: Workflow;
}

export const workflowFiles: readonly WorkflowFile[] = readdirSync(join(repository, folder)).map((file) => {
  const path = `${folder}/${file}`;
  const text = readFileSync(join(repository, path), "utf8");
  return { path, text, workflow: parse(text) };
});

/** Every job under its name here: `preview.yml/stacks`. */
export const jobs: ReadonlyMap<string, Job> = new Map(
  workflowFiles.flatMap(({ path, workflow }) =>
    Object.entries(workflow.jobs).map(([id, job]): [string, Job] => [
      `${path.slice(folder.length + 1)}/${id}`,
      { ...job, steps: job.steps ?? [] },
    ]),
  ),
);

export function jobNamed(name: string): Job {
  const job = jobs.get(name);
  if (!job) throw new Error(`no job ${name} among ${[...jobs.keys()].join(", ")}`);
  return job;
}

export function stepNamed(job: Job, name: string): Step {
  const step = job.steps.find((one) => one.name === name);
  if (!step) throw new Error(`no step "${name}" among ${job.steps.map((one) => one.name ?? one.uses).join(", ")}`);
  return step;
}

/** Such as `<product>-preview`: each product has its own. A job that is called for production and for the rest has two. */
export function environmentsOf({ environment }: Job): string[] {
  const name = (typeof environment === "object" ? environment.name : environment)?.replace(
    "${{ inputs.product }}",
    "<product>",
  );
  const choice = "${{ inputs.production && '-production' || '' }}";
  if (name === undefined) return [];
  return name.includes(choice) ? ["", "-production"].map((end) => name.replace(choice, end)) : [name];
}

/** Names in `secrets.NAME`, sorted, each once. */
export function secretsIn(content: unknown): string[] {
  const names = JSON.stringify(content).matchAll(/\bsecrets\.(\w+)/g);
  return [...new Set([...names].map(([, name = ""]) => name))].sort();
}
