import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { Refusal } from "../core/refusal.ts";
import type { CloudflareClient } from "./client.ts";
import { jurisdiction, jurisdictionHeader } from "./jurisdiction.ts";

const inputs = z.object({
  accountId: z.string(),
  bucketName: z.string(),
  domain: z.string(),
  zoneId: z.string(),
  enabled: z.boolean(),
  jurisdiction,
  minTls: z.enum(["1.0", "1.1", "1.2", "1.3"]).optional(),
  ciphers: z.array(z.string()).optional(),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({ status: z.object({ ownership: z.string(), ssl: z.string() }), zoneName: z.string() });

const domain = z.object({
  enabled: z.boolean(),
  minTLS: inputs.shape.minTls,
  ciphers: inputs.shape.ciphers,
  ...outputs.shape,
});

export const r2CustomDomain = defineResource<CloudflareClient>()({
  token: "cloudflare:index/r2CustomDomain:R2CustomDomain",
  description: "A domain of one's own for an R2 bucket.",
  inputs,
  outputs,
  replaceOn: ["accountId", "bucketName", "domain", "zoneId"],
  createBeforeDelete: true,
  changedBy: () => ["status"],
  async create({ clouds: cloudflare, inputs: given, context: { signal } }) {
    const body = { domain: given.domain, zoneId: given.zoneId, ...settingsOf(given) };
    await cloudflare.call("POST", listOf(given), { signal, headers: headersOf(given), body });
    // That answer has neither `zoneName` nor `status`. The id is the account's, so not unique (pulumi-cloudflare
    // provider/resources.go).
    return { id: given.accountId, inputs: given, outputs: await getOutputs(cloudflare, given, signal) };
  },
  async read({ clouds: cloudflare, id, known, context: { signal } }) {
    if (!known) throw new Refusal("An R2CustomDomain cannot be imported.");
    const given = known.inputs;
    const found = await cloudflare.find(pathOf(given), { signal, headers: headersOf(given) });
    if (found === undefined) return undefined;
    const { status, zoneName, enabled, minTLS, ciphers } = domain.parse(found);
    const live = { enabled, ...(minTLS && { minTls: minTLS }), ...(ciphers && { ciphers }) };
    return { id, inputs: { ...given, ...live }, outputs: { status, zoneName } };
  },
  async update({ clouds: cloudflare, inputs: given, context: { signal } }) {
    const body = { domain: given.domain, zoneId: given.zoneId, ...settingsOf(given) };
    await cloudflare.call("PUT", pathOf(given), { signal, headers: headersOf(given), body });
    return getOutputs(cloudflare, given, signal);
  },
  async delete({ clouds: cloudflare, before, context: { signal } }) {
    await cloudflare.call("DELETE", pathOf(before.inputs), { signal, headers: headersOf(before.inputs) });
  },
});

async function getOutputs(cloudflare: CloudflareClient, given: Inputs, signal: AbortSignal) {
  return outputs.parse(await cloudflare.call("GET", pathOf(given), { signal, headers: headersOf(given) }));
}

function settingsOf({ enabled, minTls, ciphers }: Inputs): object {
  return { enabled, ...(minTls && { minTLS: minTls }), ...(ciphers && { ciphers }) };
}

function listOf({ accountId, bucketName }: Inputs): string {
  return `accounts/${accountId}/r2/buckets/${bucketName}/domains/custom`;
}

function pathOf(given: Inputs): string {
  return `${listOf(given)}/${given.domain}`;
}

function headersOf(given: Inputs): Record<string, string> {
  return jurisdictionHeader(given.jurisdiction);
}
