import { CloudError } from "../../clouds/call/cloud-error.ts";
import { Problem } from "../../problem/problem.ts";
import { reasonOf, whatOf } from "../../problem/reason.ts";

/** One thing that was looked at. What could not be asked is `unknown`, never `ok`. */
export interface Finding {
  /** What was looked at, such as `passphrase of staging`. */
  readonly what: string;
  readonly state: "ok" | "problem" | "unknown";
  /** What was found, in one line; of a problem, what is wrong. */
  readonly detail: string;
  /** With its cure. */
  readonly problem?: Problem;
}

export function fine(what: string, detail: string): Finding {
  return { what, state: "ok", detail };
}

export function notKnown(what: string, detail: string): Finding {
  return { what, state: "unknown", detail };
}

export function wrong(what: string, problem: Problem): Finding {
  return { what, state: "problem", detail: problem.what, problem };
}

/**
 * What a look at a vendor found. One that refuses is a problem in its words; of one that gives no answer, or one that proves nothing, it is not known.
 */
export async function asking(what: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof CloudError) return [error.uncertain ? notKnown(what, error.what) : wrong(what, error)];
    if (error instanceof Problem) return [wrong(what, error)];
    if (isTimeOut(error)) return [notKnown(what, "there was no answer in time")];
    throw error;
  }
}

/** The same where only an answer counts: whatever else comes leaves it unknown. */
export async function trying(what: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Problem || isTimeOut(error)) return [notKnown(what, whatOf(error))];
    throw error;
  }
}

function isTimeOut(error: unknown): boolean {
  return error instanceof Error && (error.name === "TimeoutError" || /aborted due to timeout/.test(reasonOf(error)));
}
