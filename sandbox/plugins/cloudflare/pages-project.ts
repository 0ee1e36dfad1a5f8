import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { Problem } from "../../../src/problem/problem.ts";
import { splitImportId } from "../core/import-id.ts";
import type { CloudflareClient } from "./client.ts";
import { diffProject } from "./pages-project-patch.ts";
import { deploymentConfigs, liveConfigs, pickGiven, refreshSlots } from "./pages-slot.ts";
import { fromWire, type Json, toWire } from "./wire.ts";

const text = z.string().optional();
const flag = z.boolean().optional();
const list = z.array(z.string()).optional();

const source = z.object({
  type: z.enum(["github", "gitlab"]),
  config: z.object({
    deploymentsEnabled: flag,
    owner: text,
    ownerId: text,
    pathExcludes: list,
    pathIncludes: list,
    prCommentsEnabled: flag,
    previewBranchExcludes: list,
    previewBranchIncludes: list,
    previewDeploymentSetting: z.enum(["all", "none", "custom"]).optional(),
    productionBranch: text,
    productionDeploymentsEnabled: flag,
    repoId: text,
    repoName: text,
  }),
});

/** What the API fills in where the program leaves it out. */
const computed = {
  buildConfig: z
    .object({
      buildCaching: flag,
      buildCommand: text,
      destinationDir: text,
      rootDir: text,
      webAnalyticsTag: text,
      webAnalyticsToken: text,
    })
    .optional(),
  source: source.optional(),
  deploymentConfigs: deploymentConfigs.optional(),
};

const inputs = z.object({
  accountId: z.string(),
  name: z.string(),
  productionBranch: z.string(),
  ...computed,
});
type Inputs = z.infer<typeof inputs>;

/** `latestDeployment` and `canonicalDeployment` are not kept: in the real plugin they come and go without a change. */
const outputs = z.object({
  createdOn: z.string(),
  domains: z.array(z.string()),
  framework: text,
  frameworkVersion: text,
  previewScriptName: text,
  productionScriptName: text,
  subdomain: z.string(),
  usesFunctions: flag,
  ...computed,
  deploymentConfigs: liveConfigs.optional(),
});

export const pagesProject = defineResource<CloudflareClient>()({
  token: "cloudflare:index/pagesProject:PagesProject",
  description: "A Pages project.",
  inputs,
  outputs,
  replaceOn: ["accountId", "name"],
  createBeforeDelete: true,
  check: ({ deploymentConfigs: slots }) =>
    slots && (slots.preview === undefined) !== (slots.production === undefined) ? [oneSlotOnly] : [],
  changedBy: (changed) => computedNames.filter((name) => changed.includes(name)),
  async create({ clouds: cloudflare, inputs: given, context: { signal } }) {
    const body = toBody(given);
    const live = await cloudflare.call("POST", listOf(given.accountId), { signal, body });
    return { id: given.name, inputs: given, outputs: outputsOf(live, given) };
  },
  async read({ clouds: cloudflare, id, known, context: { signal } }) {
    const { accountId, name } = known?.inputs ?? parseId(id);
    const found = await cloudflare.find(`${listOf(accountId)}/${name}`, { signal });
    if (found === undefined) return undefined;
    const given = refreshInputs(fromWire(inputs, { ...(found as object), account_id: accountId }), known?.inputs);
    return { id: name, inputs: given, outputs: outputsOf(found, given) };
  },
  async update({ clouds: cloudflare, id, before, inputs: given, context: { signal } }) {
    const body = diffProject(toBody(before.inputs), toBody(given));
    const live = await cloudflare.call("PATCH", `${listOf(given.accountId)}/${id}`, { signal, body });
    return outputsOf(live, given);
  },
  async delete({ clouds: cloudflare, id, before, context: { signal } }) {
    await cloudflare.call("DELETE", `${listOf(before.inputs.accountId)}/${id}`, { signal });
  },
});

const computedNames = Object.keys(computed) as (keyof typeof computed)[];

const oneSlotOnly = new Problem({
  code: "one-slot",
  where: { path: ["deploymentConfigs"] },
  what: "gives one slot only.",
  why: "The provider (v5.22.0) then creates the project, fails to read it back and loses it from the state.",
  fix: "give the other one as {}",
});

/**
 * What a refresh takes for inputs. A connection to a repository is read back whole: the provider never settles on the
 * members that Cloudflare adds (terraform-provider-cloudflare issue 7288).
 */
function refreshInputs(live: Inputs, known: Inputs | undefined): Inputs {
  const { buildConfig, source, deploymentConfigs, ...identity } = live;
  const build = known ? known.buildConfig && pickGiven(buildConfig ?? {}, known.buildConfig) : buildConfig;
  const slots = refreshSlots(deploymentConfigs ?? {}, known?.deploymentConfigs);
  return {
    ...identity,
    ...(build && { buildConfig: build }),
    ...(source && { source }),
    ...(slots && { deploymentConfigs: slots }),
  };
}

/** All as Cloudflare answers it, but the slots as they were given, so that what is secret in them stays so. */
function outputsOf(live: unknown, given: Inputs): z.infer<typeof outputs> {
  const { deploymentConfigs: slots, ...rest } = fromWire(outputs, live);
  return { ...rest, ...(!given.deploymentConfigs && slots && { deploymentConfigs: slots }) };
}

function toBody({ accountId: _, ...settings }: Inputs) {
  return toWire(inputs, settings) as { [key: string]: Json };
}

function listOf(accountId: string): string {
  return `accounts/${accountId}/pages/projects`;
}

function parseId(id: string): { accountId: string; name: string } {
  const parts = splitImportId(id, "/", ["account_id", "project_name"]);
  return { accountId: parts.account_id, name: parts.project_name };
}
