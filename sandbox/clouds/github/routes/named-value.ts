import type { CloudResponse } from "../../core/cloud.ts";
import { refuseInvalid } from "../answer.ts";

/** 48 KB, for a secret and for a variable (GitHub docs, Secrets reference and Variables reference). */
export const maxValueBytes = 48 * 1024;

/** Answers what is wrong with the name of a secret or variable (GitHub docs, Secrets reference), if anything. */
export function checkName(resource: string, name: string): CloudResponse | undefined {
  if (/^[a-z_][a-z0-9_]*$/i.test(name) && !/^github_/i.test(name)) return undefined;
  const why = "Names take letters, digits and underscores, do not start with a digit and not with GITHUB_.";
  return refuseInvalid(resource, "name", "invalid", why);
}
