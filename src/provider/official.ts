import type { Observed, Traits } from "../plugin/traits.ts";
import { findInactive } from "./health.ts";

/** A type of an official package: its traits, and what a report may show of it. */
export interface OfficialType extends Traits {
  /** Names of inputs. One that comes with a new version stays hidden until somebody has looked at it. */
  readonly shown: readonly string[];
  /** Inputs that the component gives and then ignores (`ignoreChanges`): no up puts back what differs in them. */
  readonly ignored?: readonly string[];
}

/** The official packages' types that the component declares, by their tokens. */
export const official: { readonly [token: string]: OfficialType } = {
  "cloudflare:index/r2Bucket:R2Bucket": {
    shown: ["accountId", "name", "location", "storageClass", "jurisdiction"],
    stateful: "Its objects go with it.",
  },
  "cloudflare:index/r2BucketCors:R2BucketCors": { shown: ["accountId", "bucketName", "jurisdiction", "rules"] },
  "cloudflare:index/r2BucketLifecycle:R2BucketLifecycle": {
    shown: ["accountId", "bucketName", "jurisdiction", "rules"],
  },
  "cloudflare:index/r2CustomDomain:R2CustomDomain": {
    shown: ["accountId", "bucketName", "jurisdiction", "domain", "zoneId", "enabled", "minTls", "ciphers"],
  },
  "cloudflare:index/r2ManagedDomain:R2ManagedDomain": {
    shown: ["accountId", "bucketName", "jurisdiction", "enabled"],
  },
  // Of a stack that an earlier release made, until its next up: then it is a parity:r2:Credentials.
  "cloudflare:index/accountToken:AccountToken": {
    shown: ["accountId", "name", "policies", "status", "expiresOn", "notBefore"],
    ignored: ["condition"],
  },
  "cloudflare:index/pagesProject:PagesProject": {
    shown: ["accountId", "name", "productionBranch", "buildConfig"],
    // The branch in `source` is a resource of ours, and so are the variables in the slots.
    ignored: ["source", "deploymentConfigs"],
    stateful: "Every deployment there was goes with it, and the host name that people know.",
  },
  "cloudflare:index/pagesDomain:PagesDomain": {
    shown: ["accountId", "projectName", "name"],
    health: ({ properties }) =>
      findInactive("Pages does not serve it", text(properties, "status"), {
        fix: "look at the domain's DNS record: it must be a CNAME of the project's pages.dev host",
      }),
  },
  "cloudflare:index/dnsRecord:DnsRecord": {
    shown: ["zoneId", "name", "type", "content", "proxied", "ttl", "priority", "comment", "tags", "settings"],
  },
  "github:index/repositoryEnvironment:RepositoryEnvironment": {
    shown: [
      ...["environment", "repository", "waitTimer", "reviewers", "canAdminsBypass", "preventSelfReview"],
      "deploymentBranchPolicy",
    ],
  },
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": {
    shown: ["environment", "repository", "branchPattern", "tagPattern"],
  },
  "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable": {
    shown: ["environment", "repository", "variableName", "value"],
  },
  "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret": {
    shown: ["environment", "repository", "secretName"],
  },
};

function text(properties: Observed["properties"], name: string): string | undefined {
  const value = properties[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
