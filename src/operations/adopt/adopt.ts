import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Blueprint } from "../../components/blueprint.ts";
import { stackFile } from "../../config/source/files.ts";
import { addKept } from "../../config/source/kept-list.ts";
import { Problem } from "../../problem/problem.ts";
import { finishedSteps } from "../engine/events.ts";
import { nameResource, typeOf } from "../engine/resource-change.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { preview } from "../preview/preview.ts";
import type { PreviewReport } from "../preview/report.ts";
import type { Attempt } from "../recover/attempt.ts";
import { creationsIn } from "../recover/attempts.ts";
import { importTaken } from "../recover/import.ts";
import { readState } from "../recover/stack-state.ts";
import { type Extra, findExtras } from "./extras.ts";
import { finders } from "./finders.ts";
import { observeSecrets } from "./kept.ts";
import { type Ownership, readOwnership } from "./lineage.ts";
import { bringUpRoots } from "./roots.ts";
import type { Sources } from "./sources.ts";

/** What became of one resource that the config declares and the state does not hold. */
export interface Adoption {
  /** For people, such as `fly App api`. */
  readonly resource: string;
  /**
   * `found`: there is one, and it is taken over. `missing`: there is none, and an up makes it. `ambiguous`: there are several.
   * `foreign`: it carries the mark of another state. `unknown`: the cloud could not be asked. `left`: it has no name to be found
   * by, or its values cannot be read back.
   */
  readonly outcome: "found" | "missing" | "ambiguous" | "foreign" | "unknown" | "left";
  /** In the form of an import. */
  readonly ids: readonly string[];
  /** Why it is unknown, or whose it is. */
  readonly why?: string;
}

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
    ({ place, why }): Adoption => ({ resource: `secrets of ${place}`, ...UNKNOWN, why }),
  );
  const found = { stack, kept, extras: [...extras, ...secrets.extra.map(toExtra)], errors: [] };
  const failed = (errors: readonly string[], adoptions: readonly Adoption[]): AdoptResult => ({
    ...{ ...found, adoptions, outcome: "failed", errors },
  });

  // The program must not ask for what is kept, nor make it, before the file says so.
  const env = { PARITY_KEPT: JSON.stringify(kept) };
  const planned = await runEngine(["preview"], { ...place, env });
  if (!planned.ok) return failed(errorsOf(planned), unknown);
  const steps = finishedSteps(planned.events).map(({ step }) => step);
  const looked = await Promise.all(creationsIn(steps).map((attempt) => look(attempt, sources, ownership)));
  const adoptions = [...looked.map(({ adoption }) => adoption), ...unknown];
  const taken = looked.flatMap(({ attempt, adoption: { outcome, ids } }) =>
    outcome === "found" ? ids.map((id) => ({ attempt, id })) : [],
  );
  if (dryRun) return { ...found, adoptions, outcome: "shown" };
  if (kept.length > 0) keepIn(stackFile(project, stack), blueprint, kept);
  if (taken.length > 0) {
    const rooted = await bringUpRoots(steps, { ...place, hasLineage: ownership.lineage !== undefined });
    if (rooted && !rooted.ok) return failed(errorsOf(rooted), adoptions);
    const errors = await importTaken(taken, place);
    if (errors.length > 0) return failed(errors, adoptions);
  }
  const outcome = taken.length + kept.length > 0 ? "adopted" : "nothing";
  return { ...found, adoptions, outcome, preview: await preview(place) };
}

const UNKNOWN = { outcome: "unknown", ids: [] } as const;

async function look(
  attempt: Attempt,
  sources: Sources,
  { lineage, whose }: Ownership,
): Promise<{ readonly attempt: Attempt; readonly adoption: Adoption }> {
  const resource = nameResource(attempt.urn);
  const type = typeOf(attempt.urn);
  const as = (outcome: Adoption["outcome"], ids: readonly string[], why?: string) => ({
    attempt,
    adoption: { resource, outcome, ids, ...(why !== undefined && { why }) },
  });
  if (type === "parity:index:Lineage") return lineage === undefined ? as("missing", []) : as("found", [lineage]);
  const find = finders.get(type);
  if (!find) return as("left", []);
  try {
    const ids = await find(attempt.inputs, sources);
    const own = ids.filter((id) => whose(id) === undefined);
    if (own.length > 0) return as(own.length === 1 ? "found" : "ambiguous", own);
    return ids.length > 0 ? as("foreign", ids, ids.map(whose).join(" ")) : as("missing", []);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return as("unknown", [], error.what);
  }
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
