import { Problem } from "../../problem/problem.ts";

/** Regions that accept new projects (neon.com/docs/introduction/regions, August 2026). */
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

/** A warning, never an error: the list of regions is Neon's to change, and its API knows newer ones. */
export function neonRegionProblem(region: string): Problem | undefined {
  if (/^aws-[a-z]+(-[a-z]+)+-\d+$/.test(region)) return undefined;
  return new Problem({
    code: "neon-region",
    severity: "warning",
    what: `"${region}" is not a region Neon lists.`,
    why: region.startsWith("azure-")
      ? "Neon accepts no new projects on Azure since 2026-08-27."
      : "It does not look like a region of Neon, such as aws-us-east-1.",
    fix: `write one of ${NEON_REGIONS.join(", ")}, unless Neon names another`,
  });
}
