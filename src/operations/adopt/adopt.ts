import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Blueprint } from "../../components/blueprint.ts";
import { stackFile } from "../../config/source/files.ts";
import { addKept } from "../../config/source/kept-list.ts";
import type { EngineRun } from "../engine/run.ts";
import type { Sources } from "../existing/sources.ts";
import { readState } from "../existing/stack-state.ts";
import { preview } from "../preview/preview.ts";
import type { PreviewReport } from "../preview/report.ts";
import type { Adoption } from "./adoption.ts";
import { type Extra, findExtras } from "./extras.ts";
import { observeSecrets } from "./kept.ts";
import { readOwnership } from "./lineage.ts";
import { observe, takeOver } from "./round.ts";

export interface AdoptResult {
  readonly stack: string;
  /** `nothing`: the state holds all that was found. `shown`: a dry run. */
  readonly outcome: "adopted" | "nothing" | "shown" | "failed";
  readonly adoptions: readonly Adoption[];
  /** Paths of secrets that stay as their vendor has them from now on. */
  readonly kept: readonly string[];
  /** What is beside the things of the config, and what to write to have it there. */
  readonly extras: readonly Extra[];
  readonly errors: readonly string[];
  /** What an up would change after it. */
  readonly preview?: PreviewReport;
}

export interface AdoptOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  readonly stack: string;
  readonly blueprint: Blueprint;
  readonly sources: Sources;
  /** Change neither the state nor the stack's file. */
  readonly dryRun: boolean;
}

/**
 * Takes into the state what the config declares and the clouds have already, each below its own component, and lists under `kept` in
 * the stack's file the secrets that nobody can read back. Writes nothing in a cloud, and may be run again: what the state holds is
 * not looked for.
 * @throws Problem when the stack has no state to read
 */
export async function adopt(options: AdoptOptions): Promise<AdoptResult> {
  const { project, stack, blueprint, sources, dryRun } = options;
  const place = { project, stack };
  const state = await readState(place);
  const [secrets, ownership, extras] = await Promise.all([
    observeSecrets(blueprint, state, sources),
    readOwnership(blueprint, state, sources),
    findExtras(blueprint, sources),
  ]);
  const kept = secrets.kept.filter((path) => !blueprint.kept.includes(path));
  const unknown = secrets.unknown.map(
    ({ place, why }): Adoption => ({ resource: `secrets of ${place}`, outcome: "unknown", ids: [], why }),
  );
  const found = { stack, kept, extras: [...extras, ...secrets.extra.map(toExtra)], errors: [] };
  const failed = (errors: readonly string[], adoptions: readonly Adoption[]): AdoptResult => ({
    ...{ ...found, adoptions, outcome: "failed", errors },
  });

  // The program must not ask for what is kept, nor make it, before the file says so.
  let round = await observe(place, sources, ownership, { PARITY_KEPT: JSON.stringify(kept) });
  if (!round.run.ok) return failed(errorsOf(round.run), unknown);
  if (dryRun) return { ...found, adoptions: [...round.adoptions, ...unknown], outcome: "shown" };
  if (kept.length > 0) keepIn(stackFile(project, stack), blueprint, kept);
  const adoptions = new Map(unknown.map((one) => [one.resource, one]));
  let taken = 0;
  for (let isMore = true; isMore; ) {
    for (const adoption of round.adoptions) adoptions.set(adoption.resource, adoption);
    const errors = round.taken.length > 0 ? await takeOver(round, ownership, place) : [];
    if (errors.length > 0) return failed(errors, [...adoptions.values()]);
    taken += round.taken.length;
    // What hangs on what was just taken over has a name now.
    isMore = round.taken.length > 0 && round.adoptions.some(({ outcome }) => outcome === "later");
    if (isMore) round = await observe(place, sources, ownership);
    if (!round.run.ok) return failed(errorsOf(round.run), [...adoptions.values()]);
  }
  const outcome = taken + kept.length > 0 ? "adopted" : "nothing";
  return { ...found, adoptions: [...adoptions.values()], outcome, preview: await preview(place) };
}

function keepIn(file: string, { project }: Blueprint, kept: readonly string[]): void {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  writeFileSync(file, addKept(text, project, kept));
}

function toExtra({ path, place, names }: { path: string; place: string; names: readonly string[] }): Extra {
  return {
    what: `secrets of ${place}: ${names.join(", ")}`,
    lines: [
      ...names.map((name) => `${path}.${name}: \${secrets.${name}}`),
      `kept: [${names.map((name) => `${path}.${name}`).join(", ")}]`,
    ],
  };
}

function errorsOf({ errors }: EngineRun): string[] {
  return errors.map(({ message }) => message);
}
