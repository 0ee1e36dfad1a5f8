import type { Action } from "../engine/change.ts";

/** What is said of a resource beside its name; nothing of one that changes, for its properties follow. */
export type ChangeWords = Readonly<Record<Action, string>>;

/** Of what applying would do. */
export const planned: ChangeWords = {
  create: " (new)",
  update: "",
  replace: " (replaced)",
  delete: " (deleted: it is no longer in the config)",
};

/** Of what somebody has done outside Pulumi. */
export const seen: ChangeWords = { create: " (made)", update: "", replace: " (made anew)", delete: " (deleted)" };

/** Of what has been done. */
export const applied: ChangeWords = { create: "created", update: "changed", replace: "replaced", delete: "deleted" };

/** `2 created, 1 deleted`; empty when nothing was done. */
export function renderCounts(counts: Readonly<Record<Action, number>>): string {
  const actions = ["create", "update", "replace", "delete"] as const;
  return actions.flatMap((action) => (counts[action] > 0 ? [`${counts[action]} ${applied[action]}`] : [])).join(", ");
}
