/** Id of the zone a domain lies in: the longest that fits. */
export function zoneOf(domain: string, zones: { readonly [domain: string]: string }): string | undefined {
  const fitting = Object.keys(zones).filter((zone) => domain === zone || domain.endsWith(`.${zone}`));
  const longest = fitting.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : zones[longest];
}
