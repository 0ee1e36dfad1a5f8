/** Why a vendor would refuse a value, and what to write instead. */
export interface LimitProblem {
  /** The vendor's limit, with its source where there is one. */
  readonly reason: string;
  readonly fix: string;
}
