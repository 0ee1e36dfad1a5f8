import { createHash } from "node:crypto";
import { createOnce } from "../../clouds/call/create-once.ts";
import { poll, readBack } from "../../clouds/call/poll.ts";
import type {
  AccountToken,
  CloudflareAccountTokens,
  IssuedAccountToken,
  TokenSettings,
} from "../../clouds/cloudflare/account-tokens.ts";
import type { Context } from "../../plugin/resource.ts";
import { Problem } from "../../problem/problem.ts";
import { type BucketAccess, bucketOf, policyOf } from "../../vendors/cloudflare/bucket-access.ts";

/** How long Cloudflare may lag behind its own answer. */
const LAG_MS = 60_000;

/** Cloudflare takes 120 characters (its OpenAPI document of 2024-08-06); the rest of the name needs 40. */
const LONGEST_NAME = 80;

export interface TokenOrder {
  readonly accountId: string;
  readonly name: string;
  readonly lineage: string;
  readonly generation: number;
  readonly buckets: readonly BucketAccess[];
  /** Whether a token of the same name may be in use. */
  readonly keepOthers: boolean;
}

/** The secret half of the S3 keys of a token (developers.cloudflare.com/r2/api/tokens). */
export function secretKeyOf(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}

/**
 * What Cloudflare calls the token, which is all the mark that it takes: the lineage proves which state made it, the generation tells
 * a new token from the one that it replaces.
 */
export function tokenNameOf({
  name,
  generation,
  lineage,
}: Pick<TokenOrder, "name" | "generation" | "lineage">): string {
  return `${name.slice(0, LONGEST_NAME)}/${generation}/${lineage}`;
}

/** Issues a token. One whose answer was lost has the same name: `revokeStrays` revokes it, once there is one that works. */
export function issueToken(tokens: CloudflareAccountTokens, order: TokenOrder): Promise<IssuedAccountToken> {
  const create = () => tokens.create(order.accountId, settingsOf(tokenNameOf(order), order));
  return createOnce({ create, find: async () => undefined });
}

/** The account's tokens, once the own is one of them; `undefined` when it never is. */
export function waitUntilListed(
  tokens: CloudflareAccountTokens,
  { accountId }: TokenOrder,
  { own, context: { signal } }: { readonly own: string; readonly context: Context },
): Promise<readonly AccountToken[] | undefined> {
  return poll({ deadlineMs: LAG_MS, signal }, async () => {
    const all = await tokens.list(accountId);
    return all.some(({ id }) => id === own) ? all : undefined;
  });
}

export function notListed(id: string): Problem {
  return disbelieved("not-shown", `issue API token ${id}, but does not list it`);
}

/** Sets name and policies where Cloudflare shows others, and answers the token as it is then. */
export async function settleToken(
  tokens: CloudflareAccountTokens,
  order: TokenOrder,
  { found, name, signal }: { readonly found: AccountToken; readonly name: string; readonly signal: AbortSignal },
): Promise<AccountToken> {
  const { accountId } = order;
  const settings = settingsOf(name, order);
  if (isSettled(found, settings)) return found;
  await tokens.update(accountId, found.id, settings);
  let now: AccountToken | undefined;
  const missing = await readBack({ pauses: [250, 500, 1000], signal }, async () => {
    now = await tokens.find(accountId, found.id);
    return now && isSettled(now, settings) ? [] : [found.id];
  });
  if (now && missing.length === 0) return now;
  throw disbelieved("change-not-taken", `change API token ${found.id}, but does not show it as sent`);
}

/** Tokens of the very name that this state gives, other than its own: nobody has the value of one. */
export function findStrays(listed: readonly AccountToken[], order: TokenOrder, own: string): AccountToken[] {
  return order.keepOthers ? [] : listed.filter(({ id, name }) => id !== own && name === tokenNameOf(order));
}

/** Revokes strays. A token of an earlier release, or of another state, carries no proof that it is one: that is said. */
export async function revokeStrays(
  tokens: CloudflareAccountTokens,
  order: TokenOrder,
  look: { readonly own: string; readonly listed: readonly AccountToken[]; readonly context: Context },
): Promise<void> {
  const { own, listed, context } = look;
  for (const { id, name } of findStrays(listed, order, own)) {
    context.log("info", `API token ${id} has the name ${name} as well, and this state has not its value: revoked.`);
    await revokeToken(tokens, order.accountId, id, context.signal);
  }
  const short = order.name.slice(0, LONGEST_NAME);
  const foreign = listed.filter(
    ({ id, name }) =>
      id !== own && (name === order.name || (name.startsWith(`${short}/`) && !name.endsWith(`/${order.lineage}`))),
  );
  for (const { id, name } of foreign) {
    const what = `Account ${order.accountId} has API token ${id} with the name ${name}, too`;
    context.log(
      "warning",
      `${what}. Nothing proves that this state made it: it is left alone. Revoke it once nobody uses it.`,
    );
  }
}

export async function revokeToken(
  tokens: CloudflareAccountTokens,
  account: string,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await tokens.delete(account, id);
  } catch (error) {
    if (await findToken(tokens, account, id)) throw error;
  }
  const gone = async () => ((await findToken(tokens, account, id)) === undefined ? true : undefined);
  if (await poll({ deadlineMs: LAG_MS, signal }, gone)) return;
  throw disbelieved("not-deleted", `revoke API token ${id}, but still shows it`);
}

/** The token; `undefined` when neither the account's list nor its own address has it. */
async function findToken(
  tokens: CloudflareAccountTokens,
  account: string,
  id: string,
): Promise<AccountToken | undefined> {
  const listed = (await tokens.list(account)).find((token) => token.id === id);
  return listed ?? (await tokens.find(account, id));
}

/** The buckets that a token opens, in the order of `known`, and whether it allows or forbids anything else. */
export function readAccess(
  { policies }: AccountToken,
  { accountId, buckets: known }: Pick<TokenOrder, "accountId" | "buckets">,
): { readonly buckets: BucketAccess[]; readonly hasMore: boolean } {
  const found = policies.map(({ effect, permission_groups, resources }) =>
    bucketOf(accountId, { effect, groups: permission_groups.map(({ id }) => id), resources }),
  );
  const buckets = found.filter((bucket) => bucket !== undefined);
  const rank = (bucket: BucketAccess) => {
    const at = known.findIndex(
      ({ name, jurisdiction }) => name === bucket.name && jurisdiction === bucket.jurisdiction,
    );
    return at < 0 ? known.length : at;
  };
  return { buckets: buckets.sort((a, b) => rank(a) - rank(b)), hasMore: buckets.length < found.length };
}

function isSettled(token: AccountToken, settings: TokenSettings): boolean {
  return token.name === settings.name && policyKeys(token) === policyKeys(settings);
}

/** The same for policies in another order, which is Cloudflare's to choose. */
function policyKeys({ policies }: Pick<TokenSettings, "policies">): string {
  const keys = policies.map(({ effect, permission_groups, resources }) =>
    JSON.stringify([effect, permission_groups.map(({ id }) => id).sort(), Object.entries(resources).sort()]),
  );
  return keys.sort().join();
}

function settingsOf(name: string, { accountId, buckets }: Pick<TokenOrder, "accountId" | "buckets">): TokenSettings {
  const policies = buckets.map((bucket) => {
    const { effect, groups, resources } = policyOf(accountId, bucket);
    return { effect, permission_groups: groups.map((id) => ({ id })), resources };
  });
  return { name, policies };
}

function disbelieved(code: string, what: string): Problem {
  return new Problem({
    code,
    what: `Cloudflare took the order to ${what} after a minute.`,
    fix: "see the account's API tokens in Cloudflare's dashboard, then run the same command again",
  });
}
