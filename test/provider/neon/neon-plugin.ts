import { onTestFinished } from "vitest";
import { z } from "zod";
import type { NeonClientOptions } from "../../../src/clouds/neon/client.ts";
import type { Clouds } from "../../../src/provider/clouds.ts";
import { branchDefinition } from "../../../src/provider/neon/branch.ts";
import { databaseDefinition } from "../../../src/provider/neon/database.ts";
import { projectDefinition } from "../../../src/provider/neon/project.ts";
import { roleDefinition } from "../../../src/provider/neon/role.ts";
import { emulateNeon, organization } from "../../clouds/neon/emulated-neon.ts";
import { startPlugin } from "../../plugin/harness.ts";
import { skipPauses } from "../../stage/pauses.ts";

export const PROJECT = "parity:neon:Project";
export const BRANCH = "parity:neon:Branch";
export const ROLE = "parity:neon:Role";
export const DATABASE = "parity:neon:Database";

/** Identities of two states. */
export const lineage = "0f7f3c1e-6f0a-4c8e-9a55-1d5f0c7e9b01";
export const foreignLineage = "b2a8d7c4-33f1-4c59-8d0e-7c1b6a2f4e02";

/** What a program declares of a project at the least, with the organization that a personal key needs. */
export const projectInputs = {
  name: "plyr-staging",
  region: "aws-us-east-1",
  organization,
  role: "app_owner",
  database: "app",
};

/** The plugin's Neon resources on an emulated Neon, both until the test is over; no pause takes time. */
export async function startNeonPlugin(options: Partial<NeonClientOptions> = {}) {
  onTestFinished(skipPauses());
  const neon = await emulateNeon();
  const client = neon.connect(options);
  const elsewhere = () => Promise.reject(new Error("no other cloud is called here"));
  const plugin = await startPlugin<z.ZodObject, Clouds>({
    name: "parity",
    version: "0.0.0",
    config: z.object({}),
    resources: [projectDefinition, branchDefinition, roleDefinition, databaseDefinition],
    connect: () => ({ neon: () => Promise.resolve(client), fly: elsewhere, cloudflare: elsewhere }),
  });
  onTestFinished(() => plugin.close());
  return { neon, plugin };
}

/** A project as the plugin makes it, and its ids. */
export async function createProject(
  { plugin }: Awaited<ReturnType<typeof startNeonPlugin>>,
  more: { readonly lineage?: string } = {},
) {
  const { inputs } = await plugin.check(PROJECT, { ...projectInputs, ...more });
  const project = await plugin.create(PROJECT, inputs, "db");
  return { ...project, projectId: String(project.outputs["projectId"]), branchId: String(project.outputs["branchId"]) };
}
