import { r2BucketNameProblem } from "../../vendors/cloudflare/bucket.ts";
import { pagesProjectNameProblem } from "../../vendors/cloudflare/pages.ts";
import type { BucketBlueprint, SiteBlueprint } from "../blueprint.ts";
import { type Finding, findingsAt } from "../problem.ts";

export function checkBucket({ key, home, name }: BucketBlueprint): Finding[] {
  return home.in === "stack" ? findingsAt(["buckets", key, "name"], r2BucketNameProblem(name)) : [];
}

export function checkPagesProject({ key, home, project }: SiteBlueprint): Finding[] {
  return home.in === "local" ? [] : findingsAt(["sites", key, "project"], pagesProjectNameProblem(project));
}
