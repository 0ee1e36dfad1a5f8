import { createHash } from "node:crypto";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import type { Blueprint, BucketBlueprint } from "../config/blueprint.ts";
import type { Values } from "./values.ts";

/** Permission groups for objects of named buckets (developers.cloudflare.com/r2/api/tokens). Write implies read and list. */
const permissionGroups = {
  read: "6a018a9f2fc74eb6b293b0c548f38b39",
  write: "2efd5506f9c8494dacb1fa10a3e7d5b6",
};

/** Declares the buckets this stack owns, and one storage key for exactly the buckets this environment uses. */
export class Storage extends pulumi.ComponentResource {
  constructor(blueprint: Blueprint, account: string, values: Values, parent: pulumi.Resource) {
    super("parity:environment:Storage", "storage", {}, { parent });
    const { buckets, protect } = blueprint;
    const own = buckets.filter(({ home }) => home.in === "stack");
    const made = own.map((bucket) => this.declareBucket(bucket, account, protect, values));
    if (blueprint.tier !== "shared") this.declareKey(blueprint, account, made, values);
  }

  private declareBucket(bucket: BucketBlueprint, accountId: string, protect: boolean, values: Values): pulumi.Resource {
    const { key, name, jurisdiction, location, cors, origins } = bucket;
    const made = new cloudflare.R2Bucket(
      key,
      { accountId, name, jurisdiction, ...(location !== undefined && { location }) },
      // The provider would plan a new jurisdiction as an update in place, and then look in the wrong namespace.
      { parent: this, protect, replaceOnChanges: ["jurisdiction"] },
    );
    if (cors) {
      const { methods, headers, maxAge } = cors;
      const allowed = { methods, origins: origins.map((origin) => values.fill(origin)), ...(headers && { headers }) };
      new cloudflare.R2BucketCors(
        key,
        {
          accountId,
          bucketName: made.name,
          jurisdiction,
          rules: [{ allowed, ...(maxAge !== undefined && { maxAgeSeconds: maxAge }) }],
        },
        { parent: this },
      );
    }
    return made;
  }

  /**
   * S3 keys of R2 are a token's: the id is the access key id, the SHA-256 of its value the secret
   * (developers.cloudflare.com/r2/api/tokens). One bucket a policy: with several keys in `resources` the provider would
   * compare their order with Cloudflare's.
   */
  private declareKey(blueprint: Blueprint, accountId: string, dependsOn: pulumi.Resource[], values: Values): void {
    const { buckets, project, stack } = blueprint;
    if (buckets.length === 0) return;
    const token = new cloudflare.AccountToken(
      "storage",
      {
        accountId,
        name: `${project}-${stack}-storage`,
        policies: buckets.map(({ name, jurisdiction, access }) => ({
          effect: "allow",
          permissionGroups: [{ id: permissionGroups[access] }],
          resources: JSON.stringify({ [`com.cloudflare.edge.r2.bucket.${accountId}_${jurisdiction}_${name}`]: "*" }),
        })),
      },
      // Cloudflare may answer an empty condition that the program did not give: a change at every preview otherwise.
      { parent: this, dependsOn, ignoreChanges: ["condition"] },
    );
    const secret = token.value.apply((value) => createHash("sha256").update(value).digest("hex"));
    values.set("storage.accessKeyId", token.id);
    values.set("storage.secretAccessKey", pulumi.secret(secret));
  }
}
