import type { EngineEvent } from "./events.ts";
import { isResource, nameResource } from "./resource-change.ts";

/** A step that the engine has begun and not ended. */
export interface Activity {
  /** Such as `creating`. */
  readonly doing: string;
  /** Such as `fly App api`. */
  readonly resource: string;
  /** Milliseconds, of the clock that `take` was given. */
  readonly since: number;
}

/** What the operations that ask a cloud something are doing (pulumi/pulumi sdk/go/common/display). */
const doing: { readonly [op: string]: string } = {
  refresh: "reading",
  read: "reading",
  import: "reading",
  create: "creating",
  update: "changing",
  delete: "deleting",
  "create-replacement": "creating",
  "delete-replaced": "deleting",
};

/** The steps that are under way in one run, by its events in order. */
export class InFlight {
  readonly #steps = new Map<string, Activity>();

  take({ resourcePreEvent: begun, resOutputsEvent: ended, resOpFailedEvent: failed }: EngineEvent, now: number): void {
    const over = (ended ?? failed)?.metadata;
    if (over) this.#steps.delete(over.urn);
    const word = begun && doing[begun.metadata.op];
    // A plan is made without a call, but for the reads.
    if (!begun || !word || !isResource(begun.metadata) || (begun.planning && word !== "reading")) return;
    this.#steps.set(begun.metadata.urn, { doing: word, resource: nameResource(begun.metadata.urn), since: now });
  }

  /** The longest first. */
  list(): Activity[] {
    return [...this.#steps.values()];
  }
}
