import type { GithubClient } from "../../clouds/github/client.ts";
import type { Problem } from "../../problem/problem.ts";
import { countActions } from "../engine/changes.ts";
import { type RunDeployment, startDeployment } from "../github/run-deployment.ts";
import { findActor, findRunUrl, openRunLog, type Run, type RunLog, type RunResult } from "../github/run-record.ts";
import type { PreviewReport } from "../preview/report.ts";
import type { UpResult } from "./result.ts";

export interface RecorderOptions {
  readonly project: string;
  readonly stack: string;
  /** The stack is production, which GitHub shows apart from others. */
  readonly production: boolean;
  readonly commit: string | undefined;
  /** Where a line is added for this run. */
  readonly file: string | undefined;
  /** Where a deployment says what becomes of this run. */
  readonly github: { readonly client: GithubClient; readonly commit: string } | undefined;
}

/** Writes down who applied what, when, to which stack, with the report: in a file, at GitHub, in both or nowhere. */
export class RunRecorder {
  /** Characters of a report in a record. GitHub gives no limit for a payload; this is half of its limit for a comment. */
  static readonly reportRoom = 32_768;

  private readonly options: RecorderOptions;
  private readonly env: NodeJS.ProcessEnv;
  private readonly log: RunLog | undefined;
  private deployment: RunDeployment | undefined;
  private started: { readonly run: Run; readonly report: string; readonly unchanged: number } | undefined;

  /** @throws Problem when the file cannot be written to */
  constructor(options: RecorderOptions, env: NodeJS.ProcessEnv) {
    this.options = options;
    this.env = env;
    this.log = options.file === undefined ? undefined : openRunLog(options.file);
  }

  /** @throws CloudError when GitHub cannot take the record; nothing has been applied then */
  async begin(planned: PreviewReport, report: string): Promise<void> {
    const { project, stack, commit, github, production } = this.options;
    const url = findRunUrl(this.env);
    const run: Run = {
      project,
      stack,
      who: findActor(this.env),
      started: new Date().toISOString(),
      ...(commit && { commit }),
      ...(planned.plan && { plan: planned.plan }),
      ...(url && { url }),
    };
    this.started = { run, report, unchanged: planned.counts.unchanged };
    if (!github) return;
    this.deployment = await startDeployment(github.client, { ...run, commit: github.commit }, { production, report });
  }

  /**
   * Answers warnings: what was applied stays applied when it cannot be recorded. Without a result it is not known how far
   * the run came. Nothing for a run that never began.
   */
  async end(ended: UpResult | undefined): Promise<Problem[]> {
    if (!this.started) return [];
    const { run, report, unchanged } = this.started;
    const result: RunResult = {
      ended: new Date().toISOString(),
      outcome: ended === undefined ? "error" : ended.outcome === "applied" ? "success" : "failure",
      counts: { ...countActions(ended?.done ?? []), unchanged },
      report,
    };
    const warnings = [await this.deployment?.finish(result), this.log?.append(run, result)];
    return warnings.filter((warning) => warning !== undefined);
  }
}
