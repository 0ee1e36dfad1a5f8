import type { LimitProblem } from "../limit-problem.ts";

/** Characters of a project's or a branch's name (`ProjectCreateRequest`, `BranchCreateRequest` in Neon's OpenAPI document). */
export const NEON_NAME_LENGTH = { least: 1, most: 256 } as const;

/** Bytes of a role's or a database's name (neon.com/docs/manage/roles; one less than Postgres's NAMEDATALEN). */
export const NEON_IDENTIFIER_BYTES = 63;

/** Major versions of Postgres (`PgVersion` in Neon's OpenAPI document); Neon's own default is 17. */
export const NEON_POSTGRES_VERSIONS = { least: 14, most: 18, default: 17 } as const;

/** Seconds of history (`history_retention_seconds` in Neon's OpenAPI document). A plan's ceiling may be lower. */
export const NEON_HISTORY_SECONDS = { least: 0, most: 2_592_000 } as const;

/** The smallest compute, in Compute Units (`ComputeUnit` in Neon's OpenAPI document). */
export const NEON_SMALLEST_CU = 0.25;

/** Idle seconds after which a compute stops (`SuspendTimeoutSeconds` in Neon's OpenAPI document). */
export const NEON_SUSPEND_SECONDS = { never: -1, planDefault: 0, least: 60, most: 604_800 } as const;

/** How far ahead a branch's end may lie (neon.com/docs/guides/branch-expiration). */
export const NEON_EXPIRY_DAYS = 30;

/** Regions that take new projects (neon.com/docs/introduction/regions, August 2026). The API knows newer ones: warn, do not refuse. */
export const NEON_REGIONS: readonly string[] = [
  "aws-us-east-1",
  "aws-us-east-2",
  "aws-us-west-2",
  "aws-eu-central-1",
  "aws-eu-west-2",
  "aws-ap-southeast-1",
  "aws-ap-southeast-2",
  "aws-sa-east-1",
];

/** Databases that Postgres keeps for itself (neon.com/faqs). */
const RESERVED_DATABASES: readonly string[] = ["postgres", "template0", "template1"];

/** neon.com/docs/manage/roles, "Protected role names"; every name that begins with `pg_` is one too. */
const PROTECTED_ROLES: readonly string[] = ["neon_superuser", "cloud_admin", "zenith_admin", "public", "none"];

/** Says why Neon would refuse this name of a project or a branch. */
export function neonNameProblem(noun: "project" | "branch", name: string): LimitProblem | undefined {
  const { least, most } = NEON_NAME_LENGTH;
  if (name.length >= least && name.length <= most) return undefined;
  return {
    reason: `a Neon ${noun} name has ${least} to ${most} characters, not ${name.length}`,
    fix: name.length < least ? "write a name" : `shorten it by ${name.length - most}`,
  };
}

export function neonDatabaseNameProblem(name: string): LimitProblem | undefined {
  if (!RESERVED_DATABASES.includes(name)) return identifierProblem("database", name);
  return {
    reason: `${JSON.stringify(name)} is a database that Postgres keeps for itself, as ${RESERVED_DATABASES.join(", ")} are`,
    fix: "choose another name, such as the product's",
  };
}

export function neonRoleNameProblem(name: string): LimitProblem | undefined {
  if (!PROTECTED_ROLES.includes(name) && !name.startsWith("pg_")) return identifierProblem("role", name);
  return {
    reason: `Neon keeps the role name ${JSON.stringify(name)} for itself, as pg_*, ${PROTECTED_ROLES.join(", ")} are`,
    fix: "choose another name, such as the database's with _owner behind it",
  };
}

function identifierProblem(noun: string, name: string): LimitProblem | undefined {
  const bytes = Buffer.byteLength(name, "utf8");
  if (bytes > 0 && bytes <= NEON_IDENTIFIER_BYTES) return undefined;
  return {
    reason: `a Postgres ${noun} name has 1 to ${NEON_IDENTIFIER_BYTES} bytes, not ${bytes}`,
    fix: bytes === 0 ? "write a name" : `shorten it by ${bytes - NEON_IDENTIFIER_BYTES}`,
  };
}

/** Something to warn about, never to refuse: the list of regions is Neon's to change. */
export function neonRegionWarning(region: string): LimitProblem | undefined {
  if (/^aws-[a-z]+(-[a-z]+)+-\d+$/.test(region)) return undefined;
  const reason = region.startsWith("azure-")
    ? `Neon takes no new projects on Azure since 2026-08-27, and ${JSON.stringify(region)} is there`
    : `${JSON.stringify(region)} does not look like a region of Neon, such as aws-us-east-1`;
  return { reason, fix: `write one of ${NEON_REGIONS.join(", ")}, unless Neon names another` };
}

/**
 * What a plan gives (neon.com/docs/introduction/plans, March 2026): seconds of history at most, and from which idle time on
 * a compute's sleep may be set, `never` included; `undefined` where it may not.
 */
export const NEON_PLANS = {
  free: { historySeconds: 21_600, leastSuspendSeconds: undefined },
  launch: { historySeconds: 604_800, leastSuspendSeconds: 300 },
  scale: { historySeconds: 2_592_000, leastSuspendSeconds: 60 },
} as const;

export interface NeonPlanUse {
  readonly historySeconds: number | undefined;
  /** `never`: the compute does not sleep. */
  readonly suspend: number | "never" | undefined;
}

/** Says what a plan does not give, and which property asks for it. */
export function neonPlanProblems(
  plan: keyof typeof NEON_PLANS,
  { historySeconds, suspend }: NeonPlanUse,
): (LimitProblem & { readonly property: keyof NeonPlanUse })[] {
  const given = NEON_PLANS[plan];
  const problems: (LimitProblem & { readonly property: keyof NeonPlanUse })[] = [];
  if (historySeconds !== undefined && historySeconds > given.historySeconds) {
    problems.push({
      property: "historySeconds",
      reason: `one can go back ${given.historySeconds} seconds at most on Neon's ${plan} plan, not ${historySeconds} (neon.com/docs/introduction/plans)`,
      fix: `write ${given.historySeconds} or less, or name the plan you have under neon.plan`,
    });
  }
  const least = given.leastSuspendSeconds;
  if (suspend === undefined || (least !== undefined && (suspend === "never" || suspend >= least))) return problems;
  const reason =
    least === undefined
      ? `Neon's ${plan} plan always stops an idle compute after its own time (neon.com/docs/introduction/plans)`
      : `Neon's ${plan} plan stops an idle compute after ${least} seconds at the earliest (neon.com/docs/introduction/plans)`;
  const fix = least === undefined ? "leave it out" : `write ${least} or more`;
  return [...problems, { property: "suspend", reason, fix: `${fix}, or name the plan you have under neon.plan` }];
}

/** Sizes in Compute Units, and idle seconds until the compute stops. */
export interface NeonComputeLimits {
  readonly minCu?: number | undefined;
  readonly maxCu?: number | undefined;
  readonly suspendTimeoutSeconds?: number | undefined;
}

/** Says why a compute cannot be like this, and which of its properties is to blame. */
export function neonComputeProblem(
  compute: NeonComputeLimits,
): (LimitProblem & { readonly property: keyof NeonComputeLimits }) | undefined {
  const { minCu, maxCu, suspendTimeoutSeconds: seconds } = compute;
  for (const property of ["minCu", "maxCu"] as const) {
    const size = compute[property];
    if (size === undefined || size >= NEON_SMALLEST_CU) continue;
    return {
      property,
      reason: `Neon's smallest compute has ${NEON_SMALLEST_CU} CU, not ${size}`,
      fix: `write ${NEON_SMALLEST_CU}; suspendTimeoutSeconds is what stops an idle compute`,
    };
  }
  if (minCu !== undefined && maxCu !== undefined && minCu > maxCu) {
    const reason = `a smallest compute of ${minCu} CU is larger than the largest, ${maxCu} CU`;
    return { property: "minCu", reason, fix: `write ${maxCu} or less` };
  }
  const { never, planDefault, least, most } = NEON_SUSPEND_SECONDS;
  if (seconds === undefined || seconds === never || seconds === planDefault) return undefined;
  if (Number.isInteger(seconds) && seconds >= least && seconds <= most) return undefined;
  return {
    property: "suspendTimeoutSeconds",
    reason: `Neon stops an idle compute after ${least} to ${most} seconds, ${never} for never, ${planDefault} for the plan's default, not ${seconds}`,
    fix: `write ${seconds > most ? most : least}, or leave it out for the plan's default`,
  };
}

/**
 * Says why a branch cannot end at this instant. With `now` the instant itself is checked too: it must lie ahead, by
 * 30 days at most. Without, only its form: RFC 3339 with a time zone (neon.com/docs/guides/branch-expiration).
 */
export function neonExpiryProblem(expiresAt: string, now?: Date): LimitProblem | undefined {
  const instant = parseInstant(expiresAt);
  if (instant === undefined) {
    return {
      reason: `${JSON.stringify(expiresAt)} is not an instant in RFC 3339 with a time zone`,
      fix: "write it like 2026-01-12T10:00:00Z",
    };
  }
  if (!now) return undefined;
  const latest = now.getTime() + NEON_EXPIRY_DAYS * 86_400_000;
  if (instant > now.getTime() && instant <= latest) return undefined;
  return {
    reason:
      instant > latest
        ? `Neon ends a branch at most ${NEON_EXPIRY_DAYS} days ahead, and ${expiresAt} is later`
        : `${expiresAt} is past; Neon ends a branch in the future`,
    fix: `write an instant up to ${toWholeSeconds(latest)}`,
  };
}

/**
 * The instant as Neon keeps it, in UTC and whole seconds: `2026-01-12T12:00:00.750+02:00` is `2026-01-12T10:00:00Z`.
 * What is not an instant comes back as it was.
 */
export function normalizeNeonExpiry(expiresAt: string): string {
  const instant = parseInstant(expiresAt);
  return instant === undefined ? expiresAt : toWholeSeconds(instant);
}

function parseInstant(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const instant = Date.parse(text.toUpperCase());
  return Number.isNaN(instant) ? undefined : instant;
}

function toWholeSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}
