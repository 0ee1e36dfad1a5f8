/** Host every Fly app answers on once it has an address. */
export function flyHost(app: string): string {
  return `${app}.fly.dev`;
}

/**
 * The stable address of a branch's latest deployment is `<alias>.<project host>`: the branch in lower case, everything
 * but a-z and 0-9 a dash, at most 28 characters (developers.cloudflare.com/pages/configuration/preview-deployments).
 * The host of a single deployment changes with each one and is no address to build on.
 */
export function pagesBranchAlias(branch: string): string {
  return branch
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "-")
    .slice(0, 28)
    .replace(/^-+|-+$/g, "");
}

export function pagesSlot(site: {
  readonly branch: string;
  readonly productionBranch: string;
}): "preview" | "production" {
  return site.branch === site.productionBranch ? "production" : "preview";
}

/** The R2 endpoint for S3 clients (developers.cloudflare.com/r2/api/s3/api; one host per jurisdiction). */
export function r2Endpoint(account: string, jurisdiction: string): string {
  const place = jurisdiction === "default" ? "" : `.${jurisdiction}`;
  return `https://${account}${place}.r2.cloudflarestorage.com`;
}

/** Id of the zone a domain lies in: the longest that fits. */
export function zoneOf(domain: string, zones: { readonly [domain: string]: string }): string | undefined {
  const fitting = Object.keys(zones).filter((zone) => domain === zone || domain.endsWith(`.${zone}`));
  const longest = fitting.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : zones[longest];
}
