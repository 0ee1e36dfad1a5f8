/** Whether it stands for every host name below a domain: `*.shop.dev`. */
export function isWildcard(domain: string): boolean {
  return domain.startsWith("*.");
}

/** The domain that a wildcard is about: `shop.dev` of `*.shop.dev`. Any other is itself. */
export function bareDomain(domain: string): string {
  return isWildcard(domain) ? domain.slice(2) : domain;
}
