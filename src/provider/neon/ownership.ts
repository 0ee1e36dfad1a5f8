import type { Context } from "../../plugin/resource.ts";

/** What a branch carries as its annotation, so that a later run knows whose it is. Neon takes it at creation only. */
export type OwnershipMark = Readonly<Record<string, string>>;

/** Says which resource of which stack made a thing. `token` is its type, such as `parity:neon:Branch`. */
export function toOwnershipMark(token: string, { project, stack, name }: Context): OwnershipMark {
  return { "parity-project": project, "parity-stack": stack, "parity-type": token, "parity-name": name };
}

export function carriesMark(annotation: Readonly<Record<string, string>>, mark: OwnershipMark): boolean {
  return Object.entries(mark).every(([key, value]) => annotation[key] === value);
}

/** ` It carries the mark of "db" in stack production of plyr.`, or nothing when it carries none. */
export function describeMark(annotation: Readonly<Record<string, string>>): string {
  const { "parity-name": name, "parity-stack": stack, "parity-project": project } = annotation;
  return name && stack && project ? ` It carries the mark of "${name}" in stack ${stack} of ${project}.` : "";
}
