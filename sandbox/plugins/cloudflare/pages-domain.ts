import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { splitImportId } from "../core/import-id.ts";
import type { CloudflareClient } from "./client.ts";
import { fromWire } from "./wire.ts";

const inputs = z.object({ accountId: z.string(), projectName: z.string(), name: z.string() });

const text = z.string().optional();
const outputs = z.object({
  certificateAuthority: z.string(),
  createdOn: z.string(),
  domainId: z.string(),
  status: z.string(),
  validationData: z.object({ errorMessage: text, method: text, status: text, txtName: text, txtValue: text }),
  verificationData: z.object({ errorMessage: text, status: text }),
  zoneTag: z.string(),
});

export const pagesDomain = defineResource<CloudflareClient>()({
  token: "cloudflare:index/pagesDomain:PagesDomain",
  description: "A domain of one's own for a Pages project.",
  inputs,
  outputs,
  createBeforeDelete: true,
  async create({ clouds: cloudflare, inputs: given, context: { signal } }) {
    const body = { name: given.name };
    const live = await cloudflare.call("POST", listOf(given), { signal, body });
    return { id: given.name, inputs: given, outputs: fromWire(outputs, live) };
  },
  async read({ clouds: cloudflare, id, known, context: { signal } }) {
    const given = known?.inputs ?? parseId(id);
    const live = await cloudflare.find(`${listOf(given)}/${given.name}`, { signal });
    if (live === undefined) return undefined;
    return { id: given.name, inputs: given, outputs: fromWire(outputs, live) };
  },
  async delete({ clouds: cloudflare, id, before, context: { signal } }) {
    await cloudflare.call("DELETE", `${listOf(before.inputs)}/${id}`, { signal });
  },
});

function listOf({ accountId, projectName }: z.infer<typeof inputs>): string {
  return `accounts/${accountId}/pages/projects/${projectName}/domains`;
}

function parseId(id: string): z.infer<typeof inputs> {
  const parts = splitImportId(id, "/", ["account_id", "project_name", "domain_name"]);
  return { accountId: parts.account_id, projectName: parts.project_name, name: parts.domain_name };
}
