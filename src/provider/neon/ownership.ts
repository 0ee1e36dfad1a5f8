import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Owner } from "../../plugin/resource.ts";

/** For the inputs of what carries a mark. */
export const lineageInput = {
  lineage: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Identity of the state, of a `parity:index:Lineage`. A create takes over what an earlier one of the same lineage made. " +
        "Default: only what this very create made. Neon takes it at creation only: declare it with `ignoreChanges`.",
    ),
};

/** What a branch carries as its annotation, so that a later run knows whose it is. Neon takes it at creation only. */
export type OwnershipMark = Readonly<Record<string, string>>;

/**
 * Says which resource of which state made a thing. `token` is its type, such as `parity:neon:Branch`. Anybody may have a
 * project and a stack of these names: the lineage is the proof. Without one, the mark is that of one call.
 */
export function toOwnershipMark(token: string, { project, stack, name }: Owner, lineage?: string): OwnershipMark {
  return {
    "parity-lineage": lineage ?? randomUUID(),
    "parity-project": project,
    "parity-stack": stack,
    "parity-type": token,
    "parity-name": name,
  };
}

export function carriesMark(annotation: Readonly<Record<string, string>>, mark: OwnershipMark): boolean {
  return Object.entries(mark).every(([key, value]) => annotation[key] === value);
}

/** Whose a branch is, by its annotation; `undefined` when that is not a whole mark. Marks of earlier releases have no lineage. */
export function readMark(
  annotation: Readonly<Record<string, string>>,
): (Owner & { readonly lineage: string | undefined }) | undefined {
  const { "parity-name": name, "parity-stack": stack, "parity-project": project } = annotation;
  return name && stack && project ? { project, stack, name, lineage: annotation["parity-lineage"] } : undefined;
}

/** ` It carries the mark of "db" in stack production of plyr, lineage 1f0c….`, or nothing when it carries none. */
export function describeMark(annotation: Readonly<Record<string, string>>): string {
  const mark = readMark(annotation);
  if (!mark) return "";
  const { project, stack, name, lineage } = mark;
  return ` It carries the mark of "${name}" in stack ${stack} of ${project}, ${lineage ? `lineage ${lineage}` : "without a lineage"}.`;
}

/** Why a mark with this stack's name on it is not enough. */
export const LINEAGE_RULE =
  "A state owns what carries its own lineage: another state may have the same project and stack name.";
