/** One resource of a run, and how far it is. */
export interface RunStep {
  readonly urn: string;
  /** Such as `fly App api`. */
  readonly resource: string;
  readonly action: "create" | "update" | "replace" | "delete";
  readonly state: "planned" | "running" | "done" | "failed";
  /** Names of the properties that differ. */
  readonly properties: readonly string[];
  /** Seconds it took, once it is over. */
  readonly seconds?: number;
}

/** The last run of the engine in a sandbox, while it runs and after it. Values are in none of it. */
export interface Run {
  /** Such as `up`. */
  readonly command: string;
  readonly stack?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly exitCode?: number;
  /** Absent: it was only shown what would be done. */
  readonly applies: boolean;
  /** How many resources stay as they are. */
  readonly unchanged: number;
  readonly steps: readonly RunStep[];
}
