import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { splitImportId } from "../core/import-id.ts";
import { Refusal } from "../core/refusal.ts";
import { unsupported } from "../core/unsupported.ts";
import type { CloudflareClient } from "./client.ts";
import { fromWire, toWire } from "./wire.ts";

const settings = z.object({
  flattenCname: z.boolean().optional(),
  ipv4Only: z.boolean().optional(),
  ipv6Only: z.boolean().optional(),
});

const inputs = z.object({
  zoneId: z.string(),
  name: z.string(),
  type: z.string(),
  ttl: z.number(),
  content: z.string().optional(),
  priority: z.number().optional(),
  proxied: z.boolean().default(false),
  comment: z.string().optional(),
  tags: z.array(z.string()).default([]),
  settings: settings.default({}),
  data: unsupported,
  includeShadowMetadata: unsupported,
  privateRouting: unsupported,
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  createdOn: z.string(),
  modifiedOn: z.string(),
  commentModifiedOn: z.string().optional(),
  tagsModifiedOn: z.string().optional(),
  proxiable: z.boolean(),
  /** JSON text. */
  meta: z.string(),
  /** Each is false where Cloudflare does not say (booldefault in the provider's schema). */
  settings: z.object({
    flattenCname: z.boolean().default(false),
    ipv4Only: z.boolean().default(false),
    ipv6Only: z.boolean().default(false),
  }),
});

const record = z.object({ id: z.string(), meta: z.json() });

export const dnsRecord = defineResource<CloudflareClient>()({
  token: "cloudflare:index/dnsRecord:DnsRecord",
  description: "A DNS record.",
  inputs,
  outputs,
  replaceOn: ["zoneId", "type"],
  createBeforeDelete: true,
  changedBy: () => ["modifiedOn", "commentModifiedOn", "tagsModifiedOn", "proxiable", "meta"],
  async create({ clouds: cloudflare, inputs: given, context: { signal } }) {
    checkTtl(given);
    const { tags, settings: _, ...rest } = toBody(given);
    const body = { ...rest, ...(given.tags.length > 0 && { tags }), ...givenSettings(given) };
    const live = await cloudflare.call("POST", listOf(given.zoneId), { signal, body });
    return { id: record.parse(live).id, inputs: given, outputs: outputsOf(live) };
  },
  async read({ clouds: cloudflare, id, known, context: { signal } }) {
    const { zoneId, recordId } = known ? { zoneId: known.inputs.zoneId, recordId: id } : parseId(id);
    const found = await cloudflare.find(`${listOf(zoneId)}/${recordId}`, { signal });
    if (found === undefined) return undefined;
    const live = fromWire(inputs, { ...(found as object), zone_id: zoneId });
    const name = isShortFor(known?.inputs.name, live.name) ? known?.inputs.name : undefined;
    return { id: recordId, inputs: { ...live, ...(name && { name }) }, outputs: outputsOf(found) };
  },
  async update({ clouds: cloudflare, id, before, inputs: given, context: { signal } }) {
    checkTtl(given);
    const dropped = before.inputs.comment !== undefined && given.comment === undefined;
    const body = { ...toBody(given), ...(dropped && { comment: null }) };
    return outputsOf(await cloudflare.call("PUT", `${listOf(given.zoneId)}/${id}`, { signal, body }));
  },
  async delete({ clouds: cloudflare, id, before, context: { signal } }) {
    await cloudflare.call("DELETE", `${listOf(before.inputs.zoneId)}/${id}`, { signal });
  },
});

/** As late as in the provider, which does not look in a preview. */
function checkTtl({ name, proxied, ttl }: Inputs): void {
  if (proxied && ttl !== 1) throw new Refusal(`${name}: ttl must be set to 1 when proxied is true, and it is ${ttl}.`);
}

function toBody({ zoneId: _, ...given }: Inputs) {
  return { ...(toWire(inputs, given) as object), tags: given.tags, settings: toWire(settings, given.settings) };
}

function givenSettings(given: Inputs): object {
  return Object.keys(given.settings).length > 0 ? { settings: toWire(settings, given.settings) } : {};
}

function outputsOf(live: unknown): z.infer<typeof outputs> {
  return fromWire(outputs, { ...(live as object), meta: JSON.stringify(record.parse(live).meta) });
}

/** `app` in the program and `app.plyr.fm` in the answer are the same name. */
function isShortFor(given: string | undefined, live: string): boolean {
  return given !== undefined && (given.toLowerCase() === live || live.startsWith(`${given.toLowerCase()}.`));
}

function listOf(zoneId: string): string {
  return `zones/${zoneId}/dns_records`;
}

function parseId(id: string): { zoneId: string; recordId: string } {
  const parts = splitImportId(id, "/", ["zone_id", "dns_record_id"]);
  return { zoneId: parts.zone_id, recordId: parts.dns_record_id };
}
