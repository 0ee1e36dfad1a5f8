import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { Refusal } from "../core/refusal.ts";
import type { CloudflareClient } from "./client.ts";
import { jurisdiction, jurisdictionHeader } from "./jurisdiction.ts";

/** `maxAge` in seconds. */
const age = z.object({ type: z.literal("Age"), maxAge: z.number() });
const condition = z.object({
  type: z.enum(["Age", "Date"]),
  maxAge: z.number().optional(),
  date: z.string().optional(),
});

const inputs = z.object({
  accountId: z.string(),
  bucketName: z.string(),
  jurisdiction,
  rules: z
    .array(
      z.object({
        id: z.string(),
        enabled: z.boolean(),
        conditions: z.object({ prefix: z.string() }),
        abortMultipartUploadsTransition: z.object({ condition: age.optional() }).optional(),
        deleteObjectsTransition: z.object({ condition: condition.optional() }).optional(),
        storageClassTransitions: z
          .array(z.object({ condition, storageClass: z.literal("InfrequentAccess") }))
          .optional(),
      }),
    )
    .optional(),
});
type Inputs = z.infer<typeof inputs>;

export const r2BucketLifecycle = defineResource<CloudflareClient>()({
  token: "cloudflare:index/r2BucketLifecycle:R2BucketLifecycle",
  description: "The lifecycle rules of an R2 bucket, all of them.",
  inputs,
  outputs: z.object({}),
  replaceOn: ["accountId", "bucketName"],
  createBeforeDelete: true,
  async create({ clouds: cloudflare, inputs: given, context: { signal } }) {
    await putRules(cloudflare, given, signal);
    // Not unique: the Pulumi bridge computes it from the account alone (pulumi-cloudflare provider/resources.go).
    return { id: given.accountId, inputs: given, outputs: {} };
  },
  async read({ clouds: cloudflare, id, known, context: { signal } }) {
    if (!known) throw new Refusal("An R2BucketLifecycle cannot be imported.");
    const headers = jurisdictionHeader(known.inputs.jurisdiction);
    const found = await cloudflare.find(pathOf(known.inputs), { signal, headers });
    if (found === undefined) return undefined;
    const { rules } = inputs.pick({ rules: true }).parse(found);
    const { rules: _, ...rest } = known.inputs;
    return { id, inputs: { ...rest, ...(rules && { rules }) }, outputs: {} };
  },
  async update({ clouds: cloudflare, inputs: given, context: { signal } }) {
    await putRules(cloudflare, given, signal);
    return {};
  },
  async delete({ before, context: self }) {
    self.log("warning", `The lifecycle rules stay on ${before.inputs.bucketName}: the provider does not delete them.`);
  },
});

async function putRules(cloudflare: CloudflareClient, given: Inputs, signal: AbortSignal): Promise<void> {
  const { jurisdiction, rules } = given;
  const body = rules ? { rules } : {};
  await cloudflare.call("PUT", pathOf(given), { signal, headers: jurisdictionHeader(jurisdiction), body });
}

function pathOf({ accountId, bucketName }: Inputs): string {
  return `accounts/${accountId}/r2/buckets/${bucketName}/lifecycle`;
}
