import type { Cure } from "../../problem/parts.ts";
import type { ResourceChange } from "../engine/change.ts";

/** Somebody changed it outside Pulumi. `before` is what state says, `after` the cloud. What is gone is `Broken`. */
export interface CloudDrift extends ResourceChange {
  readonly cure: Cure;
}

/** Something that does not work, or soon will not: deleted, expired, expiring, refused. */
export interface Broken {
  readonly resource: string;
  /** The same from day to day while it lasts, such as `expires 2026-12-01`. */
  readonly condition: string;
  /**
   * A whole sentence, such as `The deploy token expires on 2026-12-01, in 10 days.` Or several lines, of which the later ones
   * say what to do: a plugin's own words, which hold the cure.
   */
  readonly what: string;
  readonly cure?: Cure;
}

/** What could not be read, and so is neither clean nor missing. */
export interface Unknown {
  /** A resource, or `config` when the program could not be compared, or `machines of plyr-api`. */
  readonly resource: string;
  /** The cloud's own words; empty when the engine did not get to it. */
  readonly why: string;
}

/** What `parity drift --json` answers for one stack. Holds no secret. */
export interface DriftReport {
  readonly stack: string;
  /** `drift` wins over `unknown`: what was found is there, whatever else could not be read. */
  readonly outcome: "clean" | "drift" | "unknown";
  /** Changed in the cloud. */
  readonly cloud: readonly CloudDrift[];
  /** Changed in the config and not applied. */
  readonly config: readonly ResourceChange[];
  readonly broken: readonly Broken[];
  readonly unknown: readonly Unknown[];
  /** Not drift, and worth knowing: `plyr-api has no machines yet: it was never deployed.` */
  readonly notes: readonly string[];
  /** How many resources were read and are as declared. */
  readonly clean: number;
}
