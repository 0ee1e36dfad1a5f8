/** One bucket that a token opens, and what for. */
export interface BucketAccess {
  readonly name: string;
  /** `default` where none was chosen. */
  readonly jurisdiction: string;
  readonly permission: "read" | "write";
}

/** A policy of an API token, as far as it is about buckets. */
export interface AccessPolicy {
  readonly effect: string;
  /** Ids of permission groups. */
  readonly groups: readonly string[];
  readonly resources: { readonly [resource: string]: unknown };
}

/** Permission groups for objects of named buckets (developers.cloudflare.com/r2/api/tokens). Write implies read and list. */
const groups = {
  read: "6a018a9f2fc74eb6b293b0c548f38b39",
  write: "2efd5506f9c8494dacb1fa10a3e7d5b6",
};

/** The policy that opens one bucket of an account. */
export function policyOf(account: string, { name, jurisdiction, permission }: BucketAccess): AccessPolicy {
  return {
    effect: "allow",
    groups: [groups[permission]],
    resources: { [`${resourcesOf(account)}${jurisdiction}_${name}`]: "*" },
  };
}

/** The bucket that a policy opens; `undefined` of a policy that is not one of `policyOf`. */
export function bucketOf(account: string, { effect, groups: ids, resources }: AccessPolicy): BucketAccess | undefined {
  const [group, ...otherGroups] = ids;
  const [resource, ...otherResources] = Object.entries(resources);
  const permission = (["read", "write"] as const).find((one) => groups[one] === group);
  const prefix = resourcesOf(account);
  if (effect !== "allow" || !permission || otherGroups.length > 0 || otherResources.length > 0) return undefined;
  if (resource?.[1] !== "*" || !resource[0].startsWith(prefix)) return undefined;
  // A bucket's name holds no underscore (developers.cloudflare.com/r2/buckets/create-buckets).
  const [jurisdiction, name, ...rest] = resource[0].slice(prefix.length).split("_");
  return jurisdiction && name && rest.length === 0 ? { name, jurisdiction, permission } : undefined;
}

function resourcesOf(account: string): string {
  return `com.cloudflare.edge.r2.bucket.${account}_`;
}
