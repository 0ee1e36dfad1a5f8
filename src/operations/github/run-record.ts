import { appendFileSync, closeSync, openSync } from "node:fs";
import { userInfo } from "node:os";
import { Problem } from "../../problem/problem.ts";
import { reasonOf } from "../../problem/reason.ts";
import type { Action } from "../engine/change.ts";

/** Who applies what, where, as it is known before it begins. Holds no secret. */
export interface Run {
  readonly stack: string;
  readonly project: string;
  readonly who: string;
  /** ISO 8601. */
  readonly started: string;
  /** In full; absent outside a repository. */
  readonly commit?: string | undefined;
  /** `sha256:…` of the plan that is applied; absent where the engine was held to a preview of its own, of which there is no file. */
  readonly plan?: string | undefined;
  /** Address of the workflow run. */
  readonly url?: string | undefined;
}

/** How it ended. */
export interface RunResult {
  /** ISO 8601. */
  readonly ended: string;
  /** `failure`: the engine or a cloud refused. `error`: it is not known how far it came. */
  readonly outcome: "success" | "failure" | "error";
  readonly counts: Readonly<Record<Action | "unchanged", number>>;
  /** Markdown. */
  readonly report: string;
}

/** A file with one JSON object on each line, one line for each run, to which lines are only added. */
export interface RunLog {
  /** Answers a warning when the run could not be recorded: it was applied nevertheless. Never throws. */
  readonly append: (run: Run, result: RunResult) => Problem | undefined;
}

/**
 * Opens the file, and makes it, readable by its owner only, when it is missing. Done before a run, while there
 * is still nothing to record.
 * @throws Problem when the file cannot be written to
 */
export function openRunLog(file: string): RunLog {
  try {
    closeSync(openSync(file, "a", 0o600));
  } catch (error) {
    throw new Problem({
      code: "unwritable-record",
      what: `The run cannot be recorded in ${file}: ${reasonOf(error)}.`,
      fix: "write the record to another file, or apply without --record",
    });
  }
  return {
    append(run, result) {
      try {
        // One write in append mode: lines of two runs at once do not mix.
        appendFileSync(file, `${JSON.stringify({ ...run, ...result })}\n`, { mode: 0o600 });
        return undefined;
      } catch (error) {
        return notRecorded(result, `its record in ${file} could not be written: ${reasonOf(error)}.`);
      }
    },
  };
}

/** What was applied stays applied: a warning. */
export function notRecorded({ outcome }: RunResult, why: string): Problem {
  return new Problem({
    ...{ code: "not-recorded", severity: "warning", what: `The run ended with ${outcome}, and ${why}` },
    fix: "keep the log of this run in its place",
  });
}

/** The account that started the workflow run (`GITHUB_ACTOR`), else the user of this machine. */
export function findActor(env: NodeJS.ProcessEnv): string {
  return env["GITHUB_ACTOR"] || nameUser();
}

/** By its number where it has no name, as in a container that runs as any user. */
function nameUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.()}`;
  }
}

/** Address of the workflow run this is a part of; `undefined` outside Actions. */
export function findRunUrl(env: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (!server || !repository || !run) return undefined;
  return `${server}/${repository}/actions/runs/${run}/attempts/${env["GITHUB_RUN_ATTEMPT"] || "1"}`;
}
