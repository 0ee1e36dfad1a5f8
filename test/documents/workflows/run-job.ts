import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobContent, StepContent } from "./read-workflow.ts";
import { runStep } from "./run-step.ts";

/** What the expressions of a job see, as GitHub names it. */
export interface Contexts {
  readonly github: object;
  readonly needs?: object;
  readonly inputs?: object;
  readonly secrets?: { readonly [name: string]: string };
}

export interface JobRun {
  readonly succeeded: boolean;
  /** Names of the steps that ran, in order; `!` before those that failed. */
  readonly ran: readonly string[];
  readonly output: string;
  readonly summary: string;
  /** Outputs by step id. */
  readonly steps: { readonly [id: string]: { readonly outputs: { readonly [name: string]: string } } };
}

/** Where and with what the steps run. */
export interface Runner {
  /** A git repository that the checkout action clones. */
  readonly origin: string;
  /** Stubs of commands: bodies of scripts. */
  readonly commands: { readonly [name: string]: string };
  readonly env: { readonly [name: string]: string };
  /** Folder that holds the run's artifacts. Default: the actions for them do nothing. */
  readonly artifacts?: string;
}

/** Runs the steps of a job one after another, as GitHub's runner does: conditions, expressions, outputs, checkouts. */
export async function runJob(job: JobContent, contexts: Contexts, runner: Runner): Promise<JobRun> {
  const workspace = mkdtempSync(join(tmpdir(), "parity-job-"));
  const state = {
    failed: false,
    ran: [] as string[],
    output: "",
    summary: "",
    steps: {} as Record<string, { outputs: Record<string, string> }>,
  };
  try {
    for (const step of job.steps) {
      const see = { ...contexts, steps: state.steps };
      if (!isDue(step.if, see, state.failed)) continue;
      const { ok, ...did } =
        step.uses === undefined ? await runScript(step, see, runner, workspace) : use(step, see, runner, workspace);
      state.ran.push(ok ? step.name : `!${step.name}`);
      state.failed ||= !ok;
      state.output += did.output;
      state.summary += did.summary;
      if (step.id) state.steps[step.id] = { outputs: did.outputs };
    }
  } finally {
    rmSync(workspace, { recursive: true });
  }
  const { failed, ...rest } = state;
  return { ...rest, succeeded: !failed };
}

async function runScript(step: StepContent, see: object, { commands, env }: Runner, workspace: string) {
  const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, fillIn(text, see)]));
  const folder = join(workspace, step["working-directory"] ?? ".");
  const { exitCode, output, outputs, summary } = await runStep(
    { name: step.name, ...(step.run && { run: step.run }) },
    commands,
    { ...env, ...own },
    folder,
  );
  return { ok: exitCode === 0, output, outputs: { ...outputs }, summary };
}

/** Of the actions, the checkout and those of artifacts alone do something here. */
function use(
  { uses = "", with: inputs = {} }: StepContent,
  see: object,
  { origin, artifacts }: Runner,
  workspace: string,
) {
  const [name, path] = [String(inputs["name"]), join(workspace, String(inputs["path"]))];
  if (artifacts !== undefined && uses.startsWith("actions/upload-artifact@"))
    cpSync(path, join(artifacts, name), { recursive: true });
  if (artifacts !== undefined && uses.startsWith("actions/download-artifact@"))
    cpSync(join(artifacts, name), path, { recursive: true });
  if (uses.startsWith("actions/checkout@")) {
    const ref = fillIn(String(inputs["ref"] ?? "HEAD"), see);
    execFileSync(
      "bash",
      ["-c", 'find . -mindepth 1 -delete && git clone --quiet "$0" . && git checkout --quiet "$1"', origin, ref],
      { cwd: workspace },
    );
  }
  return { ok: true, output: "", outputs: {}, summary: "" };
}

/** Without a status function a step is due only while nothing has failed (GitHub, expressions, "Status check functions"). */
function isDue(condition: string | undefined, see: object, failed: boolean): boolean {
  const text = condition?.replace(/^\$\{\{ | \}\}$/g, "") ?? "success()";
  const full = /\b(success|failure|always|cancelled)\(/.test(text) ? text : `success() && (${text})`;
  return Boolean(evaluate(full, { ...see, success: () => !failed, failure: () => failed, always: () => true }));
}

function fillIn(text: string, see: object): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => String(evaluate(expression, see) ?? ""));
}

/** GitHub's operators are JavaScript's, as far as these workflows use them; a property of nothing is nothing. */
function evaluate(expression: string, see: object): unknown {
  const body = expression
    .replace(/'((?:[^']|'')*)'/g, (_, text: string) => JSON.stringify(text.replaceAll("''", "'")))
    .replaceAll("needs.*.result", "Object.values(needs).map((one) => one.result)")
    .replace(/(?<=[\w)])\.(?=[a-z_])/gi, "?.")
    .replace(/([\w?.]+) == (?=")/g, '($1 ?? "") == ')
    .replace(/([\w?.]+) != (?=")/g, '($1 ?? "") != ');
  const own = { fromJSON: JSON.parse, contains: (list: readonly string[], value: string) => list.includes(value) };
  const all = { ...see, ...own, startsWith: (value = "", prefix: string) => value.startsWith(prefix) };
  return new Function(...Object.keys(all), `return ${body}`)(...Object.values(all));
}
