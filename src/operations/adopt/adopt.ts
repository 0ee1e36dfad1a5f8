import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Problem } from "../../problem/problem.ts";
import { finishedSteps } from "../engine/events.ts";
import { runImport } from "../engine/import.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";
import { preview } from "../preview/preview.ts";
import type { PreviewReport } from "../preview/report.ts";
import { type Candidate, candidatesOf, fileOf, type ImportEntry, parseImportFile } from "./candidates.ts";
import { finders } from "./finders.ts";
import type { Sources } from "./sources.ts";

/** What became of one resource that the config declares and the state does not hold. */
export interface Adoption {
  /** For people, such as `fly App api`. */
  readonly resource: string;
  /**
   * `found`: there is one, and it is taken over. `missing`: there is none, and an up makes it. `ambiguous`: there are several.
   * `unknown`: the cloud could not be asked. `left`: it is not looked for, because it has no name
   * to be found by, or its values cannot be read back, or the state does not hold its provider yet.
   */
  readonly outcome: "found" | "missing" | "ambiguous" | "unknown" | "left";
  /** In the form of an import. */
  readonly ids: readonly string[];
  /** Why it is unknown. */
  readonly why?: string;
}

export interface AdoptResult {
  readonly stack: string;
  /** `nothing`: the state holds all that was found. `shown`: a dry run. */
  readonly outcome: "adopted" | "nothing" | "shown" | "failed";
  readonly adoptions: readonly Adoption[];
  readonly errors: readonly string[];
  /** What an up would change after it. */
  readonly preview?: PreviewReport;
}

export interface AdoptOptions {
  readonly project: string;
  readonly stack: string;
  readonly sources: Sources;
  /** Import nothing. */
  readonly dryRun: boolean;
}

/**
 * Takes into the state what the config declares and the clouds have already, each below its own component. Writes nothing in a
 * cloud, and may be run again: what the state holds is not looked for.
 */
export async function adopt(options: AdoptOptions): Promise<AdoptResult> {
  const { project, stack, sources, dryRun } = options;
  const folder = mkdtempSync(join(tmpdir(), "parity-adopt-"));
  const file = join(folder, "resources.json");
  try {
    const planned = await runEngine(["preview", "--import-file", file], { project, stack });
    if (!planned.ok) return failed(stack, [], planned);
    const listed = parseImportFile(readFileSync(file, "utf8"));
    const steps = finishedSteps(planned.events).map(({ step }) => step);
    const looked = await Promise.all(candidatesOf(listed, steps).map((one) => look(one, sources)));
    const adoptions = looked.map(({ adoption }) => adoption);
    const found = new Map(looked.flatMap(({ entry, adoption }) => idOf(entry, adoption)));
    if (found.size === 0) return { stack, outcome: "nothing", adoptions, errors: [] };
    if (dryRun) return { stack, outcome: "shown", adoptions, errors: [] };
    writeFileSync(file, JSON.stringify(fileOf(listed, found)), { mode: 0o600 });
    const imported = await runImport(file, { project, stack });
    if (!imported.ok) return failed(stack, adoptions, imported);
    return { stack, outcome: "adopted", adoptions, errors: [], preview: await preview({ project, stack }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function look(candidate: Candidate, sources: Sources): Promise<{ entry: ImportEntry; adoption: Adoption }> {
  const { entry, type, resource, inputs, importable } = candidate;
  const find = importable ? finders.get(type) : undefined;
  const of = (outcome: Adoption["outcome"], ids: readonly string[], why?: string) => ({
    entry,
    adoption: { resource, outcome, ids, ...(why !== undefined && { why }) },
  });
  if (!find) return of("left", []);
  try {
    const ids = await find(inputs, sources);
    return of(ids.length === 0 ? "missing" : ids.length === 1 ? "found" : "ambiguous", ids);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return of("unknown", [], error.what);
  }
}

function idOf(entry: ImportEntry, { outcome, ids: [id] }: Adoption): [ImportEntry, string][] {
  return outcome === "found" && id !== undefined ? [[entry, id]] : [];
}

function failed(stack: string, adoptions: readonly Adoption[], { errors }: EngineRun): AdoptResult {
  return { stack, outcome: "failed", adoptions, errors: errors.map(({ message }) => message) };
}
