import type { CommandLine } from "../../problem/command-line.ts";
import type { Cure } from "../../problem/parts.ts";
import { Problem } from "../../problem/problem.ts";
import type { Service } from "../../vendors/service.ts";

/** What was asked of a vendor. */
export interface Subject {
  /** What was being done, such as `create app "plyr-api"`. */
  readonly action: string;
  readonly method: string;
  /** Path without host or query. Never holds a secret. */
  readonly path: string;
}

export interface CloudFailure extends Subject {
  readonly vendor: Service["vendor"];
  /** HTTP status; absent when no answer came. */
  readonly status?: number | undefined;
  /** The vendor's machine-readable code, such as `name_taken` or `8000007`. */
  readonly code?: string | undefined;
  /** The vendor's own words; of an answer that is not of the documented shape, what is wrong with it. */
  readonly said: string;
  /** Whether the answer is not of the shape that the vendor documents: it proves nothing. */
  readonly malformed?: boolean | undefined;
  /** The vendor's id of this request, for their support. */
  readonly requestId?: string | undefined;
  /** Seconds or a date from `Retry-After`, as milliseconds to wait. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * A call that a vendor refused, or that got no answer. It says
 * `Fly refused to create app "plyr-api": 422 Name has already been taken (POST /v1/apps).`
 */
export class CloudError extends Problem {
  readonly failure: CloudFailure;

  constructor(failure: CloudFailure, cure: Cure) {
    super({ code: "cloud-call", what: describe(failure), ...cure });
    this.name = "CloudError";
    this.failure = failure;
  }

  get status(): number | undefined {
    return this.failure.status;
  }

  /**
   * True when the vendor may have done the work although it did not say so: no answer, one that cannot be read, a time-out, or a
   * server error.
   */
  get uncertain(): boolean {
    return this.failure.malformed === true || isUncertain(this.status);
  }

  /** The same failure, with another cure. */
  withFix(fix: string, ...commands: CommandLine[]): CloudError {
    return new CloudError(this.failure, { fix, commands });
  }
}

/** 501 says that nothing was done, and that nothing will be the next time (RFC 9110, section 15.6.2). */
export function isUncertain(status: number | undefined): boolean {
  return status === undefined || status === 408 || (status >= 500 && status !== 501);
}

function describe(failure: CloudFailure): string {
  const { vendor, action, method, path, status, said, malformed, requestId } = failure;
  const answered = malformed ? "gave an answer that it does not document when asked to" : "refused to";
  const verb = `${vendor} ${status === undefined ? "did not answer when asked to" : answered}`;
  const reason = [status, said].filter((part) => part !== undefined && part !== "").join(" ");
  const request = requestId ? `, request ${requestId}` : "";
  return `${verb} ${action}: ${reason} (${method} ${path}${request}).`;
}

export function isStatus(error: unknown, ...statuses: number[]): error is CloudError {
  return error instanceof CloudError && error.status !== undefined && statuses.includes(error.status);
}
