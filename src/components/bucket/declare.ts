import { createHash } from "node:crypto";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import type { Blueprint } from "../blueprint.ts";
import type { Declared, Made, Surroundings, Values } from "../declaration.ts";
import type { BucketBlueprint } from "./resolve.ts";

/** Permission groups for objects of named buckets (developers.cloudflare.com/r2/api/tokens). Write implies read and list. */
const permissionGroups = {
  read: "6a018a9f2fc74eb6b293b0c548f38b39",
  write: "2efd5506f9c8494dacb1fa10a3e7d5b6",
};

/** The buckets this stack owns, and one storage key for exactly the buckets this environment uses, when somebody reads it. */
export class Storage extends pulumi.ComponentResource implements Declared {
  readonly made: Made;
  readonly #blueprint: Blueprint;
  readonly #buckets: ReadonlyMap<string, cloudflare.R2Bucket>;

  constructor({ blueprint, opts }: Surroundings, optsOf: (bucket: string) => pulumi.ComponentResourceOptions) {
    super("parity:environment:Storage", "storage", {}, opts);
    this.#blueprint = blueprint;
    const own = blueprint.buckets.filter(({ ownership }) => ownership.in === "stack");
    this.#buckets = new Map(own.map((bucket) => [bucket.key, this.#declareBucket(bucket, optsOf(bucket.key))]));
    this.made = blueprint.storageKey ? this.#declareKey() : {};
  }

  connect(values: Values): void {
    for (const { key, jurisdiction, cors, origins } of this.#blueprint.buckets) {
      const bucket = this.#buckets.get(key);
      if (!cors || !bucket) continue;
      const { methods, headers, maxAge } = cors;
      const allowed = { methods, origins: origins.map((origin) => values.fill(origin)), ...(headers && { headers }) };
      const rules = [{ allowed, ...(maxAge !== undefined && { maxAgeSeconds: maxAge }) }];
      const named = { accountId: this.#accountId, bucketName: bucket.name, jurisdiction };
      new cloudflare.R2BucketCors(key, { ...named, rules }, { parent: this });
    }
  }

  get #accountId(): string {
    return this.#blueprint.cloudflare?.account ?? "";
  }

  #declareBucket(bucket: BucketBlueprint, opts: pulumi.ComponentResourceOptions): cloudflare.R2Bucket {
    const { key, name, jurisdiction, location } = bucket;
    return new cloudflare.R2Bucket(
      key,
      { accountId: this.#accountId, name, jurisdiction, ...(location !== undefined && { location }) },
      // The provider would plan a new jurisdiction as an update in place, and then look in the wrong namespace.
      { ...opts, parent: this, replaceOnChanges: ["jurisdiction"] },
    );
  }

  /**
   * S3 keys of R2 are a token's: the id is the access key id, the SHA-256 of its value the secret
   * (developers.cloudflare.com/r2/api/tokens). One bucket a policy: with several keys in `resources` the provider would
   * compare their order with Cloudflare's.
   */
  #declareKey(): Made {
    const { buckets, project, stack } = this.#blueprint;
    const accountId = this.#accountId;
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
      { parent: this, dependsOn: [...this.#buckets.values()], ignoreChanges: ["condition"] },
    );
    const secret = token.value.apply((value) => createHash("sha256").update(value).digest("hex"));
    return { accessKeyId: token.id, secretAccessKey: pulumi.secret(secret) };
  }
}
