import { R2Bucket } from "@pulumi/cloudflare/r2bucket.js";
import { R2BucketCors } from "@pulumi/cloudflare/r2bucketCors.js";
import { R2BucketLifecycle } from "@pulumi/cloudflare/r2bucketLifecycle.js";
import { R2CustomDomain } from "@pulumi/cloudflare/r2customDomain.js";
import { R2ManagedDomain } from "@pulumi/cloudflare/r2managedDomain.js";
import * as pulumi from "@pulumi/pulumi";
import { isOwn } from "../../config/scope.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { renderProblems } from "../../problem/text.ts";
import { R2Credentials } from "../../provider/resources.ts";
import { zoneOf } from "../../vendors/cloudflare/zone.ts";
import type { Blueprint } from "../blueprint.ts";
import type { Declared, Made, Surroundings, Values } from "../declaration.ts";
import { type Round, roundsOf } from "../rotation.ts";
import type { BucketBlueprint } from "./resolve.ts";

/** The buckets this stack owns, and one storage key for exactly the buckets this environment uses, when somebody reads it. */
export class Storage extends pulumi.ComponentResource implements Declared {
  readonly made: Made;
  readonly #blueprint: Blueprint;
  readonly #buckets: ReadonlyMap<string, R2Bucket>;

  constructor({ blueprint, lineage, opts }: Surroundings, optsOf: (bucket: string) => pulumi.ComponentResourceOptions) {
    super("parity:environment:Storage", "storage", {}, opts);
    this.#blueprint = blueprint;
    const own = blueprint.buckets.filter(isOwn);
    this.#buckets = new Map(own.map((bucket) => [bucket.key, this.#declareBucket(bucket, optsOf(bucket.key))]));
    this.made = blueprint.storageKey ? this.#declareKeys(lineage) : {};
  }

  connect(values: Values): void {
    for (const blueprint of this.#blueprint.buckets) {
      const { key, jurisdiction, cors, origins } = blueprint;
      const bucket = this.#buckets.get(key);
      if (!bucket) continue;
      const named = { accountId: this.#accountId, bucketName: bucket.name, jurisdiction };
      this.#declareReaders(blueprint, named);
      if (!cors) continue;
      const { methods, headers, exposed, maxAge } = cors;
      const allowed = { methods, origins: origins.map((origin) => values.fill(origin)), ...(headers && { headers }) };
      const said = {
        ...(exposed && { exposeHeaders: exposed }),
        ...(maxAge !== undefined && { maxAgeSeconds: maxAge }),
      };
      new R2BucketCors(key, { ...named, rules: [{ allowed, ...said }] }, { parent: this });
    }
  }

  /** Who else may read a bucket, and until when what is in it is there. */
  #declareReaders({ key, domains, public: open, expire }: BucketBlueprint, named: Named): void {
    const opts = { parent: this };
    for (const domain of domains) {
      const zoneId = zoneOf(domain, this.#blueprint.cloudflare?.zones ?? {});
      if (zoneId === undefined) continue;
      new R2CustomDomain(domain, { ...named, domain, zoneId, enabled: true }, opts);
    }
    if (open !== undefined) new R2ManagedDomain(key, { ...named, enabled: open }, opts);
    if (expire) new R2BucketLifecycle(key, { ...named, rules: lifecycleOf(expire) }, opts);
  }

  get #accountId(): string {
    return this.#blueprint.cloudflare?.account ?? "";
  }

  #declareBucket(bucket: BucketBlueprint, opts: pulumi.ComponentResourceOptions): R2Bucket {
    const { key, name, jurisdiction, location } = bucket;
    return new R2Bucket(
      key,
      { accountId: this.#accountId, name, jurisdiction, ...(location !== undefined && { location }) },
      // The provider would plan a new jurisdiction as an update in place, and then look in the wrong namespace.
      { ...opts, parent: this, replaceOnChanges: ["jurisdiction"] },
    );
  }

  /** The key that is handed on; while it is being rotated, the one before it too, which opens the same. */
  #declareKeys(lineage: pulumi.Output<string>): Made {
    const { current, previous } = roundsOf("storage", this.#blueprint);
    if (previous) this.#declareKey(previous, lineage);
    return this.#declareKey(current, lineage);
  }

  /** An earlier release made the token by the official package. The key moves with its state: nothing is issued or revoked. */
  #declareKey(round: Round, lineage: pulumi.Output<string>): Made {
    const { buckets, project, stack, storage } = this.#blueprint;
    const key = new R2Credentials(
      round.named("storage"),
      {
        accountId: this.#accountId,
        name: `${project}-${stack}-storage`,
        lineage,
        ...storage,
        generation: storage.generation + round.number,
        buckets: buckets.map(({ name, jurisdiction, access }) => ({ name, jurisdiction, permission: access })),
      },
      {
        parent: this,
        dependsOn: [...this.#buckets.values()],
        ...(round.number === 0 && { aliases: [{ type: "cloudflare:index/accountToken:AccountToken" }] }),
      },
    );
    return {
      accessKeyId: requireMoved(key.accessKeyId, stack),
      secretAccessKey: pulumi.secret(requireMoved(key.secretAccessKey, stack)),
    };
  }
}

interface Named {
  readonly accountId: string;
  readonly bucketName: pulumi.Output<string>;
  readonly jurisdiction: string;
}

const DAY = 24 * 3600;

/** The resource holds all rules of a bucket, so the one that every bucket is born with is among them (R2 docs, Object lifecycles). */
function lifecycleOf(expire: NonNullable<BucketBlueprint["expire"]>) {
  const after = (days: number) => ({ condition: { type: "Age", maxAge: days * DAY } });
  const rule = (id: string, prefix: string) => ({ id, enabled: true, conditions: { prefix } });
  return [
    { ...rule("Default Multipart Abort Rule", ""), abortMultipartUploadsTransition: after(7) },
    ...Object.entries(expire).map(([prefix, days]) => ({
      ...rule(`expire ${prefix}`, prefix),
      deleteObjectsTransition: after(days),
    })),
  ];
}

/** An update of other things alone (`--target`) hands on the state as it is, and one of an earlier release has no such output. */
function requireMoved(value: pulumi.Output<string>, stack: string): pulumi.Output<string> {
  return value.apply((one: string | undefined) => {
    if (one) return one;
    const problem = new Problem({
      code: "no-storage-secret",
      what: `The storage key of "${stack}" is in its state as an earlier release wrote it.`,
      fix: "update the whole stack once, without --target",
      commands: [line`pulumi up --stack ${stack}`],
    });
    const stop = new pulumi.RunError(`\n${renderProblems([problem])}.`);
    // The SDK shows the frames of an error that comes out of a value, and those are not for people.
    stop.stack = stop.message;
    throw stop;
  });
}
