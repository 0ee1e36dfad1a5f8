/** Calls of which each needs an answer of the one before it. All others can be on their way at the same time. */
export interface Chain {
  readonly what: string;
  readonly calls: readonly { readonly operation: string; readonly why: string }[];
}

/** `up` of plyr.fm's staging when nothing of it exists, and what it shares does. Chains of three; no other is longer. */
export const chainsOfUp: readonly Chain[] = [
  {
    what: "the deploy token",
    calls: [
      { operation: "fly.createApp", why: "a token is one of an app that is there" },
      { operation: "fly.graphql.createLimitedAccessToken", why: "its value stands in this answer alone" },
      {
        operation: "github.putEnvironmentSecret",
        why: "carries the value; the environment and its key are there by then",
      },
    ],
  },
  {
    what: "the storage key",
    calls: [
      { operation: "cloudflare.createBucket", why: "a key is scoped to buckets that are there" },
      { operation: "cloudflare.createAccountToken", why: "its value stands in this answer alone" },
      { operation: "fly.updateSecrets", why: "carries the value, in one batch with all others" },
    ],
  },
  {
    what: "the database's URL",
    calls: [
      { operation: "neon.createProject", why: "the password stands in this answer" },
      { operation: "neon.getOperation", why: "a URL that takes no connection yet is not handed on" },
      { operation: "fly.updateSecrets", why: "carries the URL" },
    ],
  },
];

/** Reading all of plyr.fm's production: every id is in the state, so that no read needs another's answer. */
export const chainsOfDrift: readonly Chain[] = [
  { what: "any read", calls: [{ operation: "fly.readApp", why: "its id is in the state" }] },
];

export function lengthOf(chains: readonly Chain[]): number {
  return Math.max(...chains.map(({ calls }) => calls.length));
}
