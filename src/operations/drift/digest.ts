import { createHash } from "node:crypto";
import type { ResourceChange } from "../engine/change.ts";
import { printableName } from "../report/shorten.ts";
import type { Broken, DriftReport } from "./report.ts";
import { renderFound } from "./verdict.ts";

/** Title of the stack's issue, such as `Drift in staging: 1 broken, 2 changed in the cloud`. At most 256 characters. */
export function driftTitle(report: DriftReport): string {
  return `Drift in ${printableName(report.stack)}: ${renderFound(report)}`;
}

/**
 * SHA-256, in hexadecimal, of what was found: the same on the next day, in another order and with other advice, as long as
 * the drift is the same. What could not be read, and what is as declared, is not in it; nor is anything hidden.
 */
export function digestOfDrift({ stack, cloud, config, broken }: DriftReport): string {
  const found = {
    stack,
    cloud: sort(cloud.map(keyOfChange)),
    config: sort(config.map(keyOfChange)),
    broken: sort(broken.map(keyOfBroken)),
  };
  return createHash("sha256").update(JSON.stringify(found)).digest("hex");
}

function keyOfChange({ urn, resource, action, properties }: ResourceChange): string {
  const parts = properties.map(({ path, kind, values, before, after }) => {
    const shown = values === "hidden" ? [] : [before ?? null, values === "deferred" ? null : (after ?? null)];
    return canonicalJson([path, kind, values, ...shown]);
  });
  return canonicalJson([urn, resource, action, sort(parts)]);
}

/** Without its sentence, in which the days that are left are fewer tomorrow. */
function keyOfBroken({ resource, condition }: Broken): string {
  return canonicalJson([resource, condition]);
}

function sort(keys: readonly string[]): string[] {
  return [...keys].sort();
}

/** JSON with the keys of objects in order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
