import { Document, isScalar, visit } from "yaml";
import { pinnedActions, referenceTo } from "./pinned-actions.ts";

/** One step of a job. Text that comes from outside (a ref, an input) reaches `run` through `env` only. */
export interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  /** An action, see `referenceTo`. */
  readonly uses?: string;
  readonly with?: { readonly [input: string]: string | number | boolean };
  readonly env?: { readonly [name: string]: string };
  readonly "working-directory"?: string;
  readonly run?: string;
}

export interface Job {
  readonly name: string;
  readonly needs?: readonly string[];
  readonly if?: string;
  /** `deployment: false`: it takes the environment's secrets and rules, and GitHub keeps no deployment of it. */
  readonly environment?: { readonly name: string; readonly url?: string; readonly deployment?: false };
  readonly permissions?: Permissions;
  readonly outputs?: { readonly [name: string]: string };
  readonly strategy?: Strategy;
  readonly concurrency?: Concurrency;
  readonly timeoutMinutes: number;
  readonly steps: readonly Step[];
}

/** A job that is another workflow. */
export interface Call {
  readonly name: string;
  readonly if?: string;
  /** At least what the jobs of that workflow take. */
  readonly permissions: Permissions;
  readonly strategy?: Strategy;
  readonly uses: string;
  readonly with: { readonly [input: string]: string | boolean };
  readonly secrets: "inherit";
}

/** One job for each row, whose values are under `matrix`; or the expression that gives the rows. */
export interface Strategy {
  readonly "fail-fast"?: boolean;
  readonly "max-parallel"?: number;
  readonly matrix: { readonly [key: string]: string | readonly object[] };
}

export interface Concurrency {
  readonly group: string;
  readonly "cancel-in-progress": boolean | string;
}

export type Permissions = { readonly [scope: string]: "read" | "write" };

export interface Workflow {
  readonly name: string;
  /** What it is for, for its reader: comments above it. */
  readonly about: readonly string[];
  /** Events as GitHub spells them, each with its filters. */
  readonly on: { readonly [event: string]: object };
  readonly concurrency?: Concurrency | undefined;
  readonly jobs: { readonly [id: string]: Job | Call };
}

/** `${{ … }}` around an expression. */
export function expression(text: string): string {
  return `\${{ ${text} }}`;
}

/** The step, run only when the expression holds. */
export function stepIf(condition: string, { name, ...step }: Step): Step {
  return { name, if: expression(condition), ...step };
}

/**
 * The workflow as YAML, with the least permissions: a job that needs more than to read the repository says so itself.
 * `on` is quoted, because a YAML 1.1 reader takes it for `true`.
 */
export function renderWorkflow({ name, about, on, concurrency, jobs }: Workflow): string {
  const content = {
    name,
    on,
    permissions: { contents: "read" },
    ...(concurrency && { concurrency }),
    // `bash` given by name runs with `-o pipefail`; GitHub's default does not (workflow syntax, `shell`).
    defaults: { run: { shell: "bash" } },
    jobs: Object.fromEntries(Object.entries(jobs).map(([id, job]) => [id, jobContent(job)])),
  };
  const document = new Document(content, { compat: "yaml-1.1", aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== "uses" || !isScalar(value)) return;
      const pinned = Object.values(pinnedActions).find((action) => referenceTo(action) === value.value);
      if (pinned) value.comment = ` ${pinned.version}`;
    },
  });
  const comments = about.map((line) => `# ${line}\n`).join("");
  return `${comments}\n${document.toString({ lineWidth: 0 })}`;
}

function jobContent(job: Job | Call): object {
  return "uses" in job ? callContent(job) : jobOfSteps(job);
}

function callContent({ name, if: condition, permissions, strategy, uses, with: inputs, secrets }: Call): object {
  return {
    name,
    ...(condition && { if: condition }),
    permissions,
    ...(strategy && { strategy }),
    uses,
    with: inputs,
    secrets,
  };
}

function jobOfSteps({ name, needs, if: condition, timeoutMinutes, steps, ...job }: Job): object {
  return {
    name,
    ...(needs && { needs }),
    ...(condition && { if: condition }),
    "runs-on": "ubuntu-latest",
    "timeout-minutes": timeoutMinutes,
    ...job,
    steps,
  };
}
