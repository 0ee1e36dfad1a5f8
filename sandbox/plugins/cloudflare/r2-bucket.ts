import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { splitImportId } from "../core/import-id.ts";
import type { CloudflareClient } from "./client.ts";
import { jurisdiction, jurisdictionHeader } from "./jurisdiction.ts";

const inputs = z.object({
  accountId: z.string(),
  name: z.string(),
  jurisdiction,
  location: z.string().optional(),
  storageClass: z.enum(["Standard", "InfrequentAccess"]).default("Standard"),
});

const outputs = z.object({ creationDate: z.string(), location: z.string() });

const bucket = z.object({
  creation_date: z.string(),
  location: z.string(),
  storage_class: inputs.shape.storageClass,
});

export const r2Bucket = defineResource<CloudflareClient>()({
  token: "cloudflare:index/r2Bucket:R2Bucket",
  description: "An R2 bucket.",
  inputs,
  outputs,
  // Not `jurisdiction`: the provider plans it as a change in place, and then looks in the wrong namespace.
  replaceOn: ["accountId", "name"],
  createBeforeDelete: true,
  predict: ({ location }) => (location === undefined ? {} : { location }),
  async create({ clouds: cloudflare, inputs: given, context: { signal } }) {
    const { accountId, name, location, storageClass } = given;
    const body = { name, storageClass, ...(location !== undefined && { locationHint: location }) };
    const headers = jurisdictionHeader(given.jurisdiction);
    const live = bucket.parse(await cloudflare.call("POST", listOf(accountId), { signal, headers, body }));
    return { id: name, inputs: given, outputs: outputsOf(live, location) };
  },
  async read({ clouds: cloudflare, id, known, context: { signal } }) {
    const identity = known?.inputs ?? parseId(id);
    const { accountId, name } = identity;
    const headers = jurisdictionHeader(identity.jurisdiction);
    const found = await cloudflare.find(`${listOf(accountId)}/${name}`, { signal, headers });
    if (found === undefined) return undefined;
    const live = bucket.parse(found);
    return {
      id: name,
      inputs: {
        ...known?.inputs,
        accountId,
        name,
        jurisdiction: identity.jurisdiction,
        storageClass: live.storage_class,
      },
      outputs: outputsOf(live, known?.outputs.location),
    };
  },
  async update({
    clouds: cloudflare,
    before,
    inputs: { accountId, name, storageClass, ...given },
    context: { signal },
  }) {
    // Headers only, and the new jurisdiction among them. A new location hint is dropped in silence.
    const headers = { ...jurisdictionHeader(given.jurisdiction), "cf-r2-storage-class": storageClass };
    await cloudflare.call("PATCH", `${listOf(accountId)}/${name}`, { signal, headers });
    return before.outputs;
  },
  async delete({
    clouds: cloudflare,
    id,
    before: {
      inputs: { accountId, ...given },
    },
    context: { signal },
  }) {
    const headers = jurisdictionHeader(given.jurisdiction);
    await cloudflare.call("DELETE", `${listOf(accountId)}/${id}`, { signal, headers });
  },
});

function listOf(accountId: string): string {
  return `accounts/${accountId}/r2/buckets`;
}

/** `WEUR` in the answer is not a change of `weur` in the program. */
function outputsOf(live: z.infer<typeof bucket>, location: string | undefined): z.infer<typeof outputs> {
  return { creationDate: live.creation_date, location: location ?? live.location };
}

function parseId(id: string): Pick<z.infer<typeof inputs>, "accountId" | "name" | "jurisdiction"> {
  const parts = splitImportId(id, "/", ["account_id", "bucket_name", "jurisdiction"]);
  return { accountId: parts.account_id, name: parts.bucket_name, jurisdiction: jurisdiction.parse(parts.jurisdiction) };
}
