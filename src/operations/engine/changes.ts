import type { Action, ResourceChange } from "./change.ts";
import type { EngineStep } from "./events.ts";
import { changeOf, isResource } from "./resource-change.ts";

const order: readonly Action[] = ["replace", "delete", "update", "create"];

/** One change a resource, the gravest first. */
export function changesIn(steps: readonly EngineStep[]): ResourceChange[] {
  const byUrn = new Map<string, ResourceChange>();
  for (const change of steps.filter(isResource).flatMap((step) => changeOf(step) ?? [])) {
    const known = byUrn.get(change.urn);
    // A replacement comes as several steps; only one of them says why.
    if (!known || known.properties.length < change.properties.length) byUrn.set(change.urn, change);
  }
  return [...byUrn.values()].sort(
    (a, b) => order.indexOf(a.action) - order.indexOf(b.action) || a.resource.localeCompare(b.resource, "en"),
  );
}

/** How many resources each action has. */
export function countActions(changes: readonly ResourceChange[]): Record<Action, number> {
  const of = (action: Action) => changes.filter((change) => change.action === action).length;
  return { create: of("create"), update: of("update"), replace: of("replace"), delete: of("delete") };
}
