import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { splitImportId } from "../core/import-id.ts";
import type { CloudflareClient } from "./client.ts";
import { fromPolicies, livePolicy, policy, toPolicies } from "./token-policy.ts";
import { fromWire, type Json } from "./wire.ts";

const condition = z.object({
  requestIp: z.object({ ins: z.array(z.string()).optional(), notIns: z.array(z.string()).optional() }).optional(),
});

const inputs = z.object({
  accountId: z.string(),
  name: z.string().max(120),
  policies: z.array(policy),
  condition: condition.optional(),
  expiresOn: z.string().optional(),
  notBefore: z.string().optional(),
  status: z.enum(["active", "disabled", "expired"]).optional(),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  creatorEmailAtCreation: z.string().optional(),
  issuedOn: z.string().optional(),
  lastUsedOn: z.string().optional(),
  modifiedOn: z.string().optional(),
  provisionerId: z.string().optional(),
  provisionerType: z.string().optional(),
  status: z.string().optional(),
  value: z.string().optional(),
});

const token = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  policies: z.array(livePolicy),
  condition: z
    .object({
      request_ip: z
        .object({ in: z.array(z.string()), not_in: z.array(z.string()) })
        .partial()
        .optional(),
    })
    .nullish(),
});
type Token = z.infer<typeof token>;

export const accountToken = defineResource<CloudflareClient>()({
  token: "cloudflare:index/accountToken:AccountToken",
  description: "An API token that belongs to an account.",
  inputs,
  outputs,
  secretOutputs: ["value"],
  replaceOn: ["accountId"],
  createBeforeDelete: true,
  changedBy: () => ["issuedOn", "lastUsedOn", "modifiedOn", "status"],
  async create({ clouds: cloudflare, inputs: given, context: { signal } }) {
    const live = await cloudflare.call("POST", listOf(given.accountId), { signal, body: toBody(given) });
    return { id: token.parse(live).id, inputs: given, outputs: fromWire(outputs, live) };
  },
  async read({ clouds: cloudflare, id, known, context: { signal } }) {
    const { accountId, tokenId } = known ? { accountId: known.inputs.accountId, tokenId: id } : parseId(id);
    const found = await cloudflare.find(`${listOf(accountId)}/${tokenId}`, { signal });
    if (found === undefined) return undefined;
    const live = token.parse(found);
    // An unusable token is made again.
    if (live.status === "expired") return undefined;
    return {
      id: tokenId,
      inputs: { ...known?.inputs, accountId, ...liveInputs(live, known?.inputs) },
      // The value is told once, to the one who created it.
      outputs: { ...fromWire(outputs, found), ...(known?.outputs.value && { value: known.outputs.value }) },
    };
  },
  async update({ clouds: cloudflare, id, before, inputs: given, context: { signal } }) {
    const live = await cloudflare.call("PUT", `${listOf(given.accountId)}/${id}`, { signal, body: toBody(given) });
    return { ...before.outputs, ...fromWire(outputs, live) };
  },
  async delete({ clouds: cloudflare, id, before, context: { signal } }) {
    await cloudflare.call("DELETE", `${listOf(before.inputs.accountId)}/${id}`, { signal });
  },
});

function toBody({ name, policies, condition, expiresOn, notBefore, status }: Inputs): Json {
  const { ins, notIns } = condition?.requestIp ?? {};
  const requestIp = { ...(ins && { in: ins }), ...(notIns && { not_in: notIns }) };
  return {
    name,
    policies: toPolicies(policies),
    ...(condition && { condition: condition.requestIp ? { request_ip: requestIp } : {} }),
    ...(expiresOn !== undefined && { expires_on: expiresOn }),
    ...(notBefore !== undefined && { not_before: notBefore }),
    ...(status !== undefined && { status }),
  };
}

/**
 * A condition is read back as it is, `{}` included: to the provider an empty one that the program did not give is a change
 * at every preview, because the attribute is not computed (terraform-provider-cloudflare account_token/model.go).
 */
function liveInputs({ name, status, policies, condition }: Token, known: Inputs | undefined) {
  const { in: ins, not_in: notIns } = condition?.request_ip ?? {};
  const requestIp = { ...(ins && { ins }), ...(notIns && { notIns }) };
  return {
    name,
    policies: fromPolicies(policies, known?.policies ?? []),
    ...(condition && { condition: condition.request_ip ? { requestIp } : {} }),
    ...(known?.status !== undefined && { status: inputs.shape.status.parse(status) }),
  };
}

function listOf(accountId: string): string {
  return `accounts/${accountId}/tokens`;
}

/** The provider takes `<token_id>` alone as well, and then has no account to ask. */
function parseId(id: string): { accountId: string; tokenId: string } {
  const parts = splitImportId(id, "/", ["account_id", "token_id"]);
  return { accountId: parts.account_id, tokenId: parts.token_id };
}
