import { Problem } from "../../problem/problem.ts";
import { nearestLabel } from "../dns-label.ts";

/** developers.cloudflare.com/r2/buckets: 3 to 63 characters, lower-case letters, digits and hyphens, not at the ends. */
export function r2BucketNameProblem(name: string): Problem | undefined {
  if (/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) return undefined;
  const nearest = nearestLabel(name, 63);
  return new Problem({
    code: "r2-bucket-name",
    what: `"${name}" is not a bucket name R2 accepts.`,
    why: "3 to 63 of a-z, 0-9 and dashes, no dash at the ends (developers.cloudflare.com/r2/buckets).",
    fix: nearest.length >= 3 ? `write "${nearest}"` : "write 3 to 63 of a-z, 0-9 and dashes",
  });
}

/** The R2 endpoint for S3 clients (developers.cloudflare.com/r2/api/s3/api; one host per jurisdiction). */
export function r2Endpoint(account: string, jurisdiction: string): string {
  const place = jurisdiction === "default" ? "" : `.${jurisdiction}`;
  return `https://${account}${place}.r2.cloudflarestorage.com`;
}
