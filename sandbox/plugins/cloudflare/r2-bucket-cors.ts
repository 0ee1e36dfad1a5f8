import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { Refusal } from "../core/refusal.ts";
import type { CloudflareClient } from "./client.ts";
import { jurisdiction, jurisdictionHeader } from "./jurisdiction.ts";

const inputs = z.object({
  accountId: z.string(),
  bucketName: z.string(),
  jurisdiction,
  rules: z
    .array(
      z.object({
        allowed: z.object({
          methods: z.array(z.string()),
          origins: z.array(z.string()),
          headers: z.array(z.string()).optional(),
        }),
        exposeHeaders: z.array(z.string()).optional(),
        id: z.string().optional(),
        maxAgeSeconds: z.number().optional(),
      }),
    )
    .optional(),
});
type Inputs = z.infer<typeof inputs>;

export const r2BucketCors = defineResource<CloudflareClient>()({
  token: "cloudflare:index/r2BucketCors:R2BucketCors",
  description: "The CORS rules of an R2 bucket.",
  inputs,
  outputs: z.object({}),
  replaceOn: ["accountId", "bucketName"],
  createBeforeDelete: true,
  async create({ clouds: cloudflare, inputs: given, context: { signal } }) {
    await putRules(cloudflare, given, signal);
    // The resource has no id of its own, which the Pulumi bridge says so (observed).
    return { id: "missing ID", inputs: given, outputs: {} };
  },
  async read({ clouds: cloudflare, id, known, context: { signal } }) {
    if (!known) throw new Refusal("An R2BucketCors cannot be imported.");
    const found = await cloudflare.find(pathOf(known.inputs), { signal, headers: headersOf(known.inputs) });
    if (found === undefined) return undefined;
    const { rules } = inputs.pick({ rules: true }).parse(found);
    const { rules: _, ...rest } = known.inputs;
    return { id, inputs: { ...rest, ...(rules && { rules }) }, outputs: {} };
  },
  async update({ clouds: cloudflare, inputs: given, context: { signal } }) {
    await putRules(cloudflare, given, signal);
    return {};
  },
  async delete({ clouds: cloudflare, before, context: { signal } }) {
    await cloudflare.call("DELETE", pathOf(before.inputs), { signal, headers: headersOf(before.inputs) });
  },
});

async function putRules(cloudflare: CloudflareClient, given: Inputs, signal: AbortSignal): Promise<void> {
  const body = { rules: given.rules ?? null };
  await cloudflare.call("PUT", pathOf(given), { signal, headers: headersOf(given), body });
}

function pathOf({ accountId, bucketName }: Inputs): string {
  return `accounts/${accountId}/r2/buckets/${bucketName}/cors`;
}

function headersOf(given: Inputs): Record<string, string> {
  return jurisdictionHeader(given.jurisdiction);
}
