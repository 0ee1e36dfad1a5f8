/** How a call is made to go wrong. The cloud decides what a status looks like on its own wire. */
export type FaultKind =
  /** Answer with `status` instead of doing the work. */
  | "refuse"
  /** Close the connection before the work is done. */
  | "cut"
  /** Do the work, then close the connection without an answer. */
  | "lose"
  /** Do the work, then answer with `status`: the outcome the caller cannot know. */
  | "misreport"
  /** Hold the answer for `delayMs`. */
  | "slow"
  /** Answer success without doing the work: a write that is dropped in silence. */
  | "drop";

export interface Fault {
  readonly operation: string;
  readonly kind: FaultKind;
  readonly status?: number;
  readonly delayMs?: number;
  /** Sent as `Retry-After`, in seconds. */
  readonly retryAfter?: number;
  /** How many calls it strikes, counted down. */
  times: number;
}

/** Takes the first fault set for this operation and counts it down. */
export function takeFault(faults: Fault[], operation: string): Fault | undefined {
  const at = faults.findIndex((fault) => fault.operation === operation);
  const fault = faults[at];
  if (!fault) return undefined;
  fault.times -= 1;
  if (fault.times <= 0) faults.splice(at, 1);
  return fault;
}
