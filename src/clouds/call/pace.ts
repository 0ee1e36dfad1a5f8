import { setTimeout as sleep } from "node:timers/promises";
import type { Subject } from "./cloud-error.ts";
import { Lane } from "./lane.ts";

/** So many calls a second, and so many of them at once. */
export interface Allowance {
  /** What shares it, such as one action of one app. */
  readonly key: string;
  readonly perSecond: number;
  readonly burst: number;
}

/** The limits that a vendor states on the number of calls. */
export interface CallLimits {
  /** `undefined`: no limit that this process alone can reach. */
  readonly allowance?: (call: Pick<Subject, "method" | "path">) => Allowance | undefined;
  /** What an answer says is left for everybody with this token, and when there is more. */
  readonly left?: (headers: Headers) => { readonly calls: number; readonly resetMs: number } | undefined;
}

/** Calls that are left to others: several environments that come up at once have one token. */
const RESERVE = 50;

/** Holds calls back until the vendor takes them: a call that is not refused need not be repeated. */
export class Pace {
  private readonly lanes = new Map<string, Lane>();
  private resumeAt = 0;
  private readonly limits: CallLimits;

  constructor(limits: CallLimits) {
    this.limits = limits;
  }

  /** Sends the call when its turn has come. */
  async run<T>(
    call: Pick<Subject, "method" | "path">,
    signal: AbortSignal | undefined,
    send: () => Promise<T>,
  ): Promise<T> {
    const waitMs = this.resumeAt - Date.now();
    if (waitMs > 0) await sleep(waitMs, undefined, { ...(signal && { signal }) });
    const allowance = this.limits.allowance?.(call);
    return allowance ? this.laneOf(allowance).run(send, signal) : send();
  }

  /** Takes note of what an answer says is left. */
  note(headers: Headers): void {
    const left = this.limits.left?.(headers);
    if (left && left.calls <= RESERVE) this.resumeAt = Date.now() + left.resetMs;
  }

  private laneOf({ key, perSecond, burst }: Allowance): Lane {
    const lane = this.lanes.get(key) ?? new Lane(perSecond, burst);
    this.lanes.set(key, lane);
    return lane;
  }
}
