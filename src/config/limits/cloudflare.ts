import type { BucketBlueprint, SiteBlueprint } from "../blueprint.ts";
import { type Finding, finding } from "../problem.ts";

/** developers.cloudflare.com/r2/buckets: 3 to 63 characters, lower-case letters, digits and hyphens, not at the ends. */
export function checkBucket(bucket: BucketBlueprint): Finding[] {
  if (bucket.home.in !== "stack" || /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket.name)) return [];
  const better = bucket.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);
  return [
    finding(
      "r2-bucket-name",
      ["buckets", bucket.key, "name"],
      `"${bucket.name}" is not a bucket name R2 accepts.`,
      better.length >= 3 ? `write "${better}"` : "write 3 to 63 of a-z, 0-9 and dashes",
      "3 to 63 of a-z, 0-9 and dashes, no dash at the ends (developers.cloudflare.com/r2/buckets).",
    ),
  ];
}

/** developers.cloudflare.com/pages: the name is the first label of `<name>.pages.dev`, at most 58 characters. */
export function checkPagesProject(site: SiteBlueprint): Finding[] {
  if (site.home.in === "local" || /^[a-z0-9]([a-z0-9-]{0,56}[a-z0-9])?$/.test(site.project)) return [];
  const better = site.project
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 58);
  return [
    finding(
      "pages-project-name",
      ["sites", site.key, "project"],
      `"${site.project}" is not a project name Pages accepts.`,
      `write "${better}"`,
      "It is a label of <name>.pages.dev: a-z, 0-9 and dashes, at most 58, no dash at the ends.",
    ),
  ];
}
