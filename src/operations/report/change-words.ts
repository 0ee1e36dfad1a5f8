import type { Action } from "../engine/change.ts";

/** The words beside the name of a resource; none for one that changes, because its properties follow. */
export interface ChangeWords extends Readonly<Record<Action, string>> {
  /** Of a property because of which a resource is replaced. */
  readonly replaces: string;
}

/** Of what applying would do. */
export const planned: ChangeWords = {
  create: " (new)",
  update: "",
  replace: " (replaced)",
  delete: " (deleted: it is no longer in the config)",
  replaces: "replaces it",
};

/** Of what somebody has done outside Pulumi. */
export const observed: ChangeWords = {
  create: " (created)",
  update: "",
  replace: " (replaced)",
  delete: " (deleted)",
  replaces: "putting it back replaces it",
};

/** Of what has been done. */
export const applied: Readonly<Record<Action, string>> = {
  create: "created",
  update: "changed",
  replace: "replaced",
  delete: "deleted",
};

/** `2 created, 1 deleted`; empty when nothing was done. */
export function renderCounts(counts: Readonly<Record<Action, number>>): string {
  const actions = ["create", "update", "replace", "delete"] as const;
  return actions.flatMap((action) => (counts[action] > 0 ? [`${counts[action]} ${applied[action]}`] : [])).join(", ");
}
