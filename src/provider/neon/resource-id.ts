import { z } from "zod";
import { Problem } from "../../problem/problem.ts";

/** Neon's own ids. Another form would reach another path of its API, which an empty one answers with a redirect. */
const NEON_ID = "[a-z0-9-]{1,60}";

/** An input that is one of Neon's own ids. */
export function neonId(noun: "project" | "branch") {
  return z.string().regex(new RegExp(`^${NEON_ID}$`), `must be the id of a ${noun}, as Neon shows it`);
}

/** What an import of a project names beside its id: the database, and properties that are declared beyond the necessary ones. */
export interface ProjectId {
  readonly projectId: string;
  readonly database: string | undefined;
  readonly declared: readonly string[];
}

/** `<project>`; for an import also `<project>/<database>`, and `?<property>,<property>` behind it. */
export function parseProjectId(id: string): ProjectId {
  const form = "<project> or <project>/<database>";
  const [projectId = "", database, declared] = match(id, `(${NEON_ID})(?:/([^?]+))?(?:\\?(.*))?`, form);
  return { projectId, database, declared: declared?.split(",") ?? [] };
}

/** A branch as an import names it. */
export interface BranchId {
  readonly projectId: string;
  readonly branchId: string;
  /** Whether what is imported declares its parent, so that naming it replaces nothing. */
  readonly declaresParent: boolean;
}

/** What an import of a branch ends with whose parent is not declared. */
const NO_PARENT = "?default";

/** `<project>/<branch>`; for an import also `?default` behind it, where the program declares no parent. */
export function parseBranchId(id: string): BranchId {
  const [projectId = "", branchId = "", undeclared] = match(
    id,
    `(${NEON_ID})/(${NEON_ID})(\\${NO_PARENT})?`,
    "<project>/<branch>",
  );
  return { projectId, branchId, declaresParent: undeclared === undefined };
}

/** The form of an import. */
export function branchImportId({ projectId, branchId, declaresParent }: BranchId): string {
  return `${projectId}/${branchId}${declaresParent ? "" : NO_PARENT}`;
}

/** `<project>/<branch>/<name>` of a role or a database; the name may have slashes. */
export function parseNamedId(id: string): { projectId: string; branchId: string; name: string } {
  const [projectId = "", branchId = "", name = ""] = match(
    id,
    `(${NEON_ID})/(${NEON_ID})/(.+)`,
    "<project>/<branch>/<name>",
  );
  return { projectId, branchId, name };
}

function match(id: string, pattern: string, form: string): readonly (string | undefined)[] {
  const found = new RegExp(`^${pattern}$`, "s").exec(id);
  if (found) return found.slice(1);
  throw new Problem({
    code: "import-id",
    what: `${JSON.stringify(id)} is not an id of this type.`,
    fix: `write ${form}, with ids as Neon shows them, such as quiet-river-12345678 and br-calm-leaf-a1b2c3d4`,
  });
}
