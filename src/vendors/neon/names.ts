import { Problem } from "../../problem/problem.ts";

/** Characters of a project's or a branch's name (`ProjectCreateRequest`, `BranchCreateRequest` in Neon's OpenAPI document). */
const NAME_LENGTH = { least: 1, most: 256 } as const;

/** Bytes of a role's or a database's name (neon.com/docs/manage/roles; one less than Postgres's NAMEDATALEN). */
const IDENTIFIER_BYTES = 63;

/** Databases that Postgres keeps for itself (neon.com/faqs). */
const RESERVED_DATABASES: readonly string[] = ["postgres", "template0", "template1"];

/** neon.com/docs/manage/roles, "Protected role names"; every name that begins with `pg_` is one too. */
const PROTECTED_ROLES: readonly string[] = ["neon_superuser", "cloud_admin", "zenith_admin", "public", "none"];

export function neonNameProblem(noun: "project" | "branch", name: string): Problem | undefined {
  const { least, most } = NAME_LENGTH;
  if (name.length >= least && name.length <= most) return undefined;
  const why = `A Neon ${noun} name has ${least} to ${most} characters, not ${name.length}.`;
  const fix = name.length < least ? "write a name" : `shorten it by ${name.length - most}`;
  return new Problem({ code: "neon-name", what: `This is not a ${noun} name Neon accepts.`, why, fix });
}

export function neonDatabaseNameProblem(name: string): Problem | undefined {
  const what = `${JSON.stringify(name)} is not a database name Neon accepts.`;
  const refused = RESERVED_DATABASES.includes(name)
    ? {
        why: `Postgres keeps ${RESERVED_DATABASES.join(", ")} for itself.`,
        fix: "choose another name, such as the product's",
      }
    : identifierProblem("database", name);
  return refused && new Problem({ code: "neon-database-name", what, ...refused });
}

export function neonRoleNameProblem(name: string): Problem | undefined {
  const what = `${JSON.stringify(name)} is not a role name Neon accepts.`;
  const refused =
    PROTECTED_ROLES.includes(name) || name.startsWith("pg_")
      ? {
          why: `Neon keeps pg_*, ${PROTECTED_ROLES.join(", ")} for itself.`,
          fix: "choose another name, such as the database's with _owner behind it",
        }
      : identifierProblem("role", name);
  return refused && new Problem({ code: "neon-role-name", what, ...refused });
}

function identifierProblem(noun: string, name: string): { readonly why: string; readonly fix: string } | undefined {
  const bytes = Buffer.byteLength(name, "utf8");
  if (bytes > 0 && bytes <= IDENTIFIER_BYTES) return undefined;
  return {
    why: `A Postgres ${noun} name has 1 to ${IDENTIFIER_BYTES} bytes, not ${bytes}.`,
    fix: bytes === 0 ? "write a name" : `shorten it by ${bytes - IDENTIFIER_BYTES}`,
  };
}
