import { randomBytes } from "node:crypto";
import { homedir } from "node:os";
import { builtFolder } from "../../cache/built.ts";
import { writeKept } from "../../cache/kept.ts";
import { Project } from "../../components/project.ts";
import type { CostRange } from "../../documents/cost.ts";
import { renderProblems } from "../../problem/text.ts";
import { countActions } from "../engine/changes.ts";
import { backendOf } from "../engine/home.ts";
import type { PreviewReport } from "../preview/report.ts";
import { digestInputs } from "./inputs.ts";
import { recordFile, type UnchangedRecord } from "./record.ts";
import { readStateFile, type StateFile, stateFileOf } from "./state-file.ts";
import type { Answers, UnchangedOptions } from "./unchanged.ts";

/** Made before a run: keeps, after one that left nothing to do, what the next previews are compared with. */
export class UnchangedKeeper {
  readonly #place: UnchangedOptions;
  readonly #env: NodeJS.ProcessEnv;
  readonly #inputs: string | undefined;

  constructor(place: UnchangedOptions, env: NodeJS.ProcessEnv) {
    this.#place = place;
    this.#env = env;
    this.#inputs = digestInputs(place.project, env, builtFolder());
  }

  /**
   * Nothing is kept of what may come out otherwise with the same files: a state that is not in a folder, or that somebody works at; a
   * program that is not parity's own, config that comes from elsewhere; a run that warned of more than of config; files that changed while it ran.
   * @param answers of the clouds, asked before the run, which has found them as the state says
   */
  keep(report: Pick<PreviewReport, "warnings">, answers?: Answers): void {
    const { project: folder, stack } = this.#place;
    const project = new Project(folder);
    if (this.#inputs === undefined || !report.warnings.every(isOfConfig(project, stack))) return;
    const file = stateFileOf(backendOf(project, this.#env), homedir(), project.name, stack);
    const state = file === undefined ? undefined : readStateFile(file);
    if (file === undefined || !state || !isOurs(project, stack)) return;
    if (digestInputs(folder, this.#env, builtFolder()) !== this.#inputs) return;
    writeKept<UnchangedRecord>(recordFile(folder, stack, this.#env), {
      ...{ at: new Date().toISOString(), state: file, inputs: this.#inputs, outcome: state.digest },
      ...{ salt: answers?.salt ?? randomBytes(16).toString("hex"), ...(answers && { answers: answers.digest }) },
      report: { ...nothingToDo({ project: project.name, stack }, state), warnings: report.warnings },
    });
  }
}

/** Whether a warning says what is doubtful in the config's files, and so says it of the same files again. */
function isOfConfig(project: Project, stack: string): (warning: string) => boolean {
  return (warning) => warning.trim() === renderProblems(project.resolve().problems.get(stack) ?? []).trim();
}

/** The program is parity's own, and the stack's config is all in its files: Pulumi ESC's environments are not. */
function isOurs(project: Project, stack: string): boolean {
  const isProgram = project.textAt("main")?.endsWith("@env-parity/parity/bin/program.mjs") ?? false;
  return isProgram && project.settingOf(stack, "environment") === undefined;
}

/** What the engine's preview says of a state that is as the config declares it. */
function nothingToDo(named: Pick<PreviewReport, "project" | "stack">, { resources }: StateFile): PreviewReport {
  const unchanged = resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:")).length;
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const { low, high } = (stack?.outputs?.["cost"] ?? {}) as Partial<CostRange>;
  const cost = low === undefined || high === undefined ? undefined : { low, high };
  return {
    ...named,
    outcome: "no changes",
    counts: { ...countActions([]), unchanged },
    ...{ changes: [], drift: [] },
    ...(cost && { cost: { before: cost, after: cost } }),
    ...{ deploys: [], errors: [], warnings: [] },
  };
}
