import type { Stage } from "./stage.ts";

/** One measurement, which can be run alone. */
export interface Row {
  /** What `--only` calls it. */
  readonly name: string;
  readonly about: string;
  readonly measure: (stage: Stage) => Promise<Measured>;
}

export interface Measured {
  /** For `--json`. */
  readonly numbers: unknown;
  /** The same as a table. */
  readonly lines: readonly string[];
}
