import type { Observed, Traits } from "../plugin/traits.ts";
import { findExpiry, findInactive, issueAnother } from "./health.ts";

/** A type of an official package: its traits, and what a report may show of it. */
export interface OfficialType extends Traits {
  /** Names of properties. A property that comes with a new version stays hidden until somebody has looked at it. */
  readonly shown: readonly string[];
}

/** The official packages' types that the component declares, by their tokens. */
export const official: { readonly [token: string]: OfficialType } = {
  "cloudflare:index/r2Bucket:R2Bucket": {
    shown: ["name", "location", "storageClass", "jurisdiction"],
    stateful: "Its objects go with it.",
  },
  "cloudflare:index/r2BucketCors:R2BucketCors": { shown: ["bucketName", "rules"] },
  "cloudflare:index/accountToken:AccountToken": {
    shown: ["name", "policies", "status", "expiresOn", "notBefore"],
    health: ({ properties, now, ...where }) => [
      ...findInactive("R2 refuses it", text(properties, "status") ?? "active", issueAnother(where)),
      ...findExpiry("The R2 token", text(properties, "expiresOn"), now, issueAnother(where)),
    ],
  },
  "cloudflare:index/pagesProject:PagesProject": {
    shown: ["name", "productionBranch", "buildConfig"],
    stateful: "Every deployment there was goes with it, and the host name that people know.",
  },
  "cloudflare:index/pagesDomain:PagesDomain": {
    shown: ["projectName", "name", "status"],
    health: ({ properties }) =>
      findInactive("Pages does not serve it", text(properties, "status"), {
        fix: "look at the domain's DNS record: it must be a CNAME of the project's pages.dev host",
      }),
  },
  "cloudflare:index/dnsRecord:DnsRecord": { shown: ["name", "type", "content", "proxied", "ttl"] },
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
    // The last tells when somebody else wrote it, which is all that GitHub says.
    shown: ["environment", "repository", "secretName", "remoteUpdatedAt"],
  },
};

function text(properties: Observed["properties"], name: string): string | undefined {
  const value = properties[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
