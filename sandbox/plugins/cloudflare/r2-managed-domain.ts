import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { Refusal } from "../core/refusal.ts";
import type { CloudflareClient } from "./client.ts";
import { jurisdiction, jurisdictionHeader } from "./jurisdiction.ts";

const inputs = z.object({ accountId: z.string(), bucketName: z.string(), enabled: z.boolean(), jurisdiction });
const outputs = z.object({ bucketId: z.string(), domain: z.string() });

export const r2ManagedDomain = defineResource<CloudflareClient>()({
  token: "cloudflare:index/r2ManagedDomain:R2ManagedDomain",
  description: "The public r2.dev address of an R2 bucket.",
  inputs,
  outputs,
  replaceOn: ["accountId", "bucketName"],
  createBeforeDelete: true,
  async create({ clouds: cloudflare, inputs: given, context: { signal } }) {
    // Not unique: the Pulumi bridge computes it from the account alone (pulumi-cloudflare provider/resources.go).
    return { id: given.accountId, inputs: given, outputs: await putAccess(cloudflare, given, signal) };
  },
  /** Asks nothing, as the provider does: a change made elsewhere is never seen. */
  async read({ id, known }) {
    if (!known) throw new Refusal("An R2ManagedDomain cannot be imported.");
    return { id, ...known };
  },
  update: ({ clouds: cloudflare, inputs: given, context: { signal } }) => putAccess(cloudflare, given, signal),
  async delete({ before, context: self }) {
    const { bucketName, enabled } = before.inputs;
    if (enabled) self.log("warning", `${bucketName} stays public at r2.dev: the provider does not turn it off.`);
  },
});

async function putAccess(cloudflare: CloudflareClient, given: z.infer<typeof inputs>, signal: AbortSignal) {
  const { accountId, bucketName, enabled, jurisdiction } = given;
  const path = `accounts/${accountId}/r2/buckets/${bucketName}/domains/managed`;
  const headers = jurisdictionHeader(jurisdiction);
  return outputs.parse(await cloudflare.call("PUT", path, { signal, headers, body: { enabled } }));
}
