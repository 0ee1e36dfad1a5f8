import type { BridgeOptions } from "../core/bridge.ts";

/** The cloudflare plugin's ways, observed with the real one (6.22.1, on v5.22 of the Terraform provider). */
export const cloudflareBridge: BridgeOptions = {
  coarse: true,
  types: {
    "cloudflare:index/accountToken:AccountToken": {
      schemaVersion: 501,
      moves: ["issuedOn", "lastUsedOn", "modifiedOn", "status"],
    },
    "cloudflare:index/dnsRecord:DnsRecord": { moves: ["modifiedOn"], computed: { settings: {}, tags: [] } },
    "cloudflare:index/pagesProject:PagesProject": { moves: ["canonicalDeployment", "latestDeployment", "source"] },
    "cloudflare:index/r2Bucket:R2Bucket": { defaults: { storageClass: "Standard" } },
    "cloudflare:index/r2BucketCors:R2BucketCors": { schemaVersion: 500 },
  },
};
