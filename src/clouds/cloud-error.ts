/** The vendors whose APIs this project calls itself. */
export type Vendor = "Fly" | "Neon" | "Cloudflare" | "GitHub";

export interface CloudFailure {
  readonly vendor: Vendor;
  /** What was being done, such as `create app "plyr-api"`. */
  readonly action: string;
  readonly method: string;
  /** Path without host or query. Never holds a secret. */
  readonly path: string;
  /** HTTP status; absent when no answer came. */
  readonly status?: number | undefined;
  /** The vendor's machine-readable code, such as `name_taken` or `8000007`. */
  readonly code?: string | undefined;
  /** The vendor's own words. */
  readonly said: string;
  /** The vendor's id of this request, for their support. */
  readonly requestId?: string | undefined;
  /** Seconds or a date from `Retry-After`, as milliseconds to wait. */
  readonly retryAfterMs?: number | undefined;
  /** What to write or run instead. */
  readonly fix?: string | undefined;
}

/**
 * A call that a vendor refused, or that got no answer. Its message reads
 * `Fly refused to create app "plyr-api": 422 Name has already been taken (POST /v1/apps).` and, below, the fix.
 */
export class CloudError extends Error {
  constructor(readonly failure: CloudFailure) {
    super(describe(failure));
    this.name = "CloudError";
  }

  get status(): number | undefined {
    return this.failure.status;
  }

  /** True when the vendor may have done the work all the same: no answer, a time-out, or a server error. */
  get uncertain(): boolean {
    const { status } = this.failure;
    return status === undefined || status === 408 || status >= 500;
  }

  /** The same failure, with advice. */
  withFix(fix: string): CloudError {
    return new CloudError({ ...this.failure, fix });
  }
}

function describe(failure: CloudFailure): string {
  const { vendor, action, method, path, status, said, requestId, fix } = failure;
  const verb = status === undefined ? `${vendor} did not answer when asked to` : `${vendor} refused to`;
  const reason = [status, said].filter((part) => part !== undefined && part !== "").join(" ");
  const request = requestId ? `, request ${requestId}` : "";
  const line = `${verb} ${action}: ${reason} (${method} ${path}${request}).`;
  return fix ? `${line}\n  Fix: ${fix}` : line;
}

export function isStatus(error: unknown, ...statuses: number[]): error is CloudError {
  return error instanceof CloudError && error.status !== undefined && statuses.includes(error.status);
}
