import type { Cure } from "../problem/parts.ts";

/** One thing that does not work, or will not for long. */
export interface Ailment {
  /** The same from day to day while it lasts, such as `expires 2026-12-01`. */
  readonly condition: string;
  /** A whole sentence, such as `The deploy token expires on 2026-12-01, in 10 days.` */
  readonly what: string;
  readonly cure: Cure;
}

/** A thing as it was read last. */
export interface Observed<Properties = Readonly<Record<string, unknown>>> {
  readonly urn: string;
  readonly stack: string;
  /** Its outputs, every input among them. Secrets are masked, and what an older version wrote may lack some. */
  readonly properties: Properties;
  readonly now: Date;
}

/** What is true of every thing of one type, for whoever protects it, reports on it or brings it back. */
export interface Traits<Properties = Readonly<Record<string, unknown>>> {
  /**
   * What goes with the thing when it is deleted or replaced, as a sentence: `Its data goes with it.` Absent when nothing does,
   * because the thing can be made again. Whatever has it is protected and destroyed on purpose only.
   */
  readonly stateful?: string;
  /** How the thing comes back at the vendor after somebody deleted it, such as `Neon keeps deleted projects for seven days`. */
  readonly recovery?: string;
  /** What does not work, or will not for long, by the state alone: nothing is called. */
  readonly health?: (observed: Observed<Properties>) => readonly Ailment[];
}
