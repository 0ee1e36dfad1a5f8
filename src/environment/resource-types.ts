import { definitions } from "../provider/definitions.ts";

/** What may be said of a resource of one type, and what would be lost with it. */
export interface ResourceType {
  /** It holds what cannot be made again: data, a name that others know, a key that something is encrypted with. */
  readonly stateful: boolean;
  /** Properties whose values are no secret and may be shown to whoever reads a report. */
  readonly shown: ReadonlySet<string>;
}

/**
 * The official packages' types that the component declares. Reports show values from this list alone, so that a property
 * that comes with a new version stays hidden until somebody has looked at it.
 */
const official: { readonly [token: string]: ResourceType } = {
  "cloudflare:index/r2Bucket:R2Bucket": type(["name", "location", "storageClass", "jurisdiction"], true),
  "cloudflare:index/r2BucketCors:R2BucketCors": type(["bucketName", "rules"]),
  "cloudflare:index/accountToken:AccountToken": type(["name", "policies", "status", "expiresOn", "notBefore"]),
  // Holds every deployment there was, and the host name that people know.
  "cloudflare:index/pagesProject:PagesProject": type(["name", "productionBranch", "buildConfig"], true),
  "cloudflare:index/pagesDomain:PagesDomain": type(["projectName", "name", "status"]),
  "cloudflare:index/dnsRecord:DnsRecord": type(["name", "type", "content", "proxied", "ttl"]),
  "github:index/repositoryEnvironment:RepositoryEnvironment": type([
    ...["environment", "repository", "waitTimer", "reviewers", "canAdminsBypass", "preventSelfReview"],
    "deploymentBranchPolicy",
  ]),
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": type([
    ...["environment", "repository", "branchPattern", "tagPattern"],
  ]),
  "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": type([
    ...["environment", "repository", "variableName", "value"],
  ]),
  "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret": type([
    // The latter tells when somebody else wrote it, which is all that GitHub says.
    ...["environment", "repository", "secretName", "remoteUpdatedAt"],
  ]),
};

const own = Object.fromEntries(
  definitions.map(({ token, inputs, outputs, secretInputs = [], secretOutputs = [], neverReplaced }) => {
    const secret = new Set<string>([...secretInputs, ...secretOutputs]);
    const names = [...Object.keys(inputs.shape), ...Object.keys(outputs.shape)].filter((name) => !secret.has(name));
    // A generated secret exists in the state only: what was encrypted or signed with the old one is lost with it.
    return [token, type(names, neverReplaced !== undefined || token === "parity:index:GeneratedSecret")];
  }),
);

/** A type that nobody has described here shows no values. */
export function describeType(token: string): ResourceType {
  return own[token] ?? official[token] ?? type([]);
}

function type(shown: readonly string[], stateful = false): ResourceType {
  return { stateful, shown: new Set(shown) };
}
