import type { EngineStep } from "../engine/events.ts";
import { type EngineRun, runEngine } from "../engine/run.ts";

/**
 * Brings up what everything else hangs on and nothing in a cloud stands for: components and providers, and the stack's
 * lineage unless it had one. The engine (3.276) imports below nothing that its state does not hold: below a provider that the
 * same import makes, it writes a state that it cannot read itself.
 * @param steps of a preview
 */
export async function bringUpRoots(
  steps: readonly EngineStep[],
  place: { readonly project: string; readonly stack: string; readonly hasLineage: boolean },
): Promise<EngineRun | undefined> {
  const roots = steps.filter(
    ({ op, type, new: next }) =>
      op === "create" &&
      (next?.custom !== true || type.startsWith("pulumi:providers:") || (type === LINEAGE && !place.hasLineage)),
  );
  const targets = roots.filter(({ type }) => type !== "pulumi:pulumi:Stack").flatMap(({ urn }) => ["--target", urn]);
  if (targets.length === 0) return undefined;
  return runEngine(["up", "--yes", "--skip-preview", ...targets], place);
}

const LINEAGE = "parity:index:Lineage";
