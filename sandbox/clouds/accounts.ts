/**
 * Adds to a cloud's state the accounts that an empty one would have and this one lacks: organizations, zones and
 * repositories that were written into the config after the cloud had started. Nothing is taken away.
 */
export function addAccounts(state: object, empty: object): void {
  const held = state as Record<string, unknown>;
  for (const [key, fresh] of Object.entries(empty)) {
    const list = held[key];
    if (!Array.isArray(fresh) || !Array.isArray(list)) continue;
    const known = new Set(list.map(identify));
    list.push(...fresh.filter((account) => !known.has(identify(account))));
  }
}

function identify(account: unknown): unknown {
  return account !== null && typeof account === "object" && "id" in account ? account.id : account;
}
