/** The fewest calls that one thing can take, by the operation's name in the clouds' journal. */
export interface LeastCall {
  readonly operation: string;
  readonly count: number;
  /** It changes something. */
  readonly write?: true;
  /** What it is for, and why no other call does it too. */
  readonly why: string;
}

/** `up` of plyr.fm's staging when nothing of it exists, and what it shares does. */
const leastOfUp: readonly LeastCall[] = [
  {
    operation: "fly.createApp",
    count: 1,
    write: true,
    why: "the app; POST /v1/apps takes neither addresses nor secrets",
  },
  {
    operation: "fly.assignIpAddress",
    count: 2,
    write: true,
    why: "a shared IPv4 and an IPv6 address; one request assigns one",
  },
  { operation: "fly.updateSecrets", count: 1, write: true, why: "all secrets of the app in one batch" },
  {
    operation: "fly.graphql.createLimitedAccessToken",
    count: 1,
    write: true,
    why: "the deploy token, shown this once",
  },
  {
    operation: "neon.createProject",
    count: 1,
    write: true,
    why: "project, branch, role, database and URL in one request, whose answer tells what reads of them would",
  },
  { operation: "neon.getOperation", count: 1, why: "the database takes no connection before its operations end" },
  { operation: "cloudflare.createBucket", count: 2, write: true, why: "two buckets; one request makes one" },
  { operation: "cloudflare.createAccountToken", count: 1, write: true, why: "one R2 key, scoped to both buckets" },
  { operation: "cloudflare.listAccountTokens", count: 1, why: "the R2 key is listed, and no other of its name" },
  {
    operation: "cloudflare.updatePagesProject",
    count: 1,
    write: true,
    why: "all variables of the preview slot in one PATCH",
  },
  { operation: "cloudflare.getPagesProject", count: 1, why: "a PATCH that was taken is not always kept: read back" },
  { operation: "github.putEnvironment", count: 1, write: true, why: "the environment, which takes no branch patterns" },
  { operation: "github.createBranchPolicy", count: 1, write: true, why: "the one branch that may deploy" },
  { operation: "github.getEnvironmentPublicKey", count: 1, why: "a secret is sealed for the environment's own key" },
  {
    operation: "github.putEnvironmentSecret",
    count: 1,
    write: true,
    why: "FLY_API_TOKEN; one request sets one secret",
  },
];

/** What is looked at before a write and read back after it, because nothing is lost, taken or made twice without a word. */
const promisedOfUp: readonly LeastCall[] = [
  {
    operation: "fly.readApp",
    count: 2,
    why: "before: an app that was there is not ours, and Fly keeps no mark; after: not shown at once",
  },
  {
    operation: "fly.listIpAddresses",
    count: 2,
    why: "before: what a killed run left is taken over; after: read back; both addresses at once",
  },
  {
    operation: "fly.graphql.app",
    count: 2,
    why: "before: a token whose value was lost is revoked, with the ids that another is issued for; after: read back",
  },
  {
    operation: "fly.listSecrets",
    count: 2,
    why: "before: others' secrets stay; after: the digests that drift is compared with",
  },
  { operation: "fly.listMachines", count: 1, why: "machines that run take the new secrets by a rollout" },
  { operation: "neon.listProjects", count: 1, why: "a project that a killed run made is found by its mark" },
  { operation: "neon.getOperation", count: 1, why: "of two operations each is waited for" },
  { operation: "cloudflare.getPagesProject", count: 1, why: "variables of others in the slot stay" },
];

/** What the official github plugin asks beside its work (terraform-provider-github). */
const pluginsOfUp: readonly LeastCall[] = [
  { operation: "github.getOrganization", count: 1, why: "whether the owner is an organization" },
  { operation: "github.getRepository", count: 3, why: "the repository's number, for each resource" },
  { operation: "github.getEnvironmentSecret", count: 1, why: "read back" },
];

/** What the official plugins ask beside, and where they read one by one. */
const pluginsOfRefresh: readonly LeastCall[] = [
  { operation: "github.getOrganization", count: 1, why: "whether the owner is an organization" },
  { operation: "cloudflare.getBucket", count: 2, why: "each bucket by itself, in place of the list" },
];

/** Reading all of plyr.fm's staging once. A list counts once for all that stands in it. */
const leastOfRefresh: readonly LeastCall[] = [
  { operation: "fly.readApp", count: 1, why: "the app" },
  { operation: "fly.listIpAddresses", count: 1, why: "both addresses stand in one list" },
  { operation: "fly.listSecrets", count: 1, why: "names and digests of all secrets" },
  { operation: "fly.graphql.app", count: 1, why: "whether the deploy token is still one of the app's" },
  { operation: "neon.getProject", count: 1, why: "the project's settings" },
  { operation: "neon.getBranch", count: 1, why: "the branch, whose settings no other answer holds" },
  { operation: "neon.listBranchEndpoints", count: 1, why: "the compute: host and size" },
  { operation: "neon.getConnectionUri", count: 1, why: "role, database and password in one answer" },
  { operation: "cloudflare.listBuckets", count: 1, why: "both buckets stand in one list" },
  { operation: "cloudflare.listAccountTokens", count: 1, why: "the R2 key, its policies, and no other of its name" },
  { operation: "cloudflare.getPagesProject", count: 1, why: "all variables of the slot" },
  { operation: "github.getEnvironment", count: 1, why: "the environment and its rules" },
  { operation: "github.getBranchPolicy", count: 1, why: "the pattern, which the environment does not name" },
  { operation: "github.getEnvironmentSecret", count: 1, why: "when FLY_API_TOKEN was last set" },
];

/** What each call of an up from nothing is for. */
export const callsOfUp = {
  "the least that makes it": leastOfUp,
  "what is looked at before and read back after": promisedOfUp,
  "what the official plugins ask": pluginsOfUp,
} as const;

/** What each call of a refresh is for. */
export const callsOfRefresh = {
  "the least that reads it": leastOfRefresh,
  "what the official plugins ask": pluginsOfRefresh,
} as const;
