import { realpathSync } from "node:fs";
import { join } from "node:path";
import { builtFolder } from "../cache/built.ts";
import { digestConfig } from "../cache/config-digest.ts";
import { cacheFile, readKept, writeKept } from "../cache/kept.ts";
import { checkReaches } from "../components/endpoints.ts";
import type { HandedOn } from "./handed-on.ts";
import { type Resolved, reachesIn } from "./resolved.ts";

interface Kept {
  readonly digest: string;
  readonly resolved: Resolved;
}

/**
 * What a sound config comes to is kept in the user's cache for the next run of the stack, which then loads no schema and no reader of YAML: the same
 * files, handed on by the engine as the same, come to the same. What a person has set is not in it, and nothing that was wrong: it is read
 * from the files again each time. Nothing is kept or taken in a workflow run: the machine is new, and what it restores from GitHub's cache another branch may
 * have written.
 */
export class KeptResolved {
  readonly #handed: HandedOn;
  readonly #file: string;
  readonly #digestNow: () => string | undefined;
  readonly #digest: string | undefined;

  constructor(handed: HandedOn) {
    const { secrets: _, folder, ...decides } = handed;
    this.#handed = handed;
    this.#file = cacheFile("resolved", JSON.stringify([realpathSync(folder), handed.stack]));
    const readers = [join(builtFolder(), "program.mjs")];
    const isWorkflow = process.env["GITHUB_REF"] !== undefined;
    this.#digestNow = () => (isWorkflow ? undefined : digestConfig({ folder, readers, more: [decides] }));
    this.#digest = this.#digestNow();
  }

  /** `undefined` where nothing is kept, where something has changed since, or where what a person has set is at odds with another stack. */
  read(): Resolved | undefined {
    const kept = this.#digest === undefined ? undefined : readKept<Kept>(this.#file);
    if (!kept || kept.digest !== this.#digest) return undefined;
    const reaches = [...reachesIn(kept.resolved, this.#handed).values()].flat();
    const isAtOdds = checkReaches(reaches).some(({ stack }) => stack === this.#handed.stack);
    return isAtOdds ? undefined : kept.resolved;
  }

  /** Nothing is kept of files that were changed while they were read. */
  write(resolved: Resolved): void {
    const digest = this.#digest;
    if (!resolved.blueprint || digest === undefined || this.#digestNow() !== digest) return;
    writeKept<Kept>(this.#file, { digest, resolved });
  }
}
