import { z } from "zod";
import { CloudError } from "../../clouds/call/cloud-error.ts";
import { readBack } from "../../clouds/call/poll.ts";
import type { CloudflarePagesProjects, PagesProjectRef } from "../../clouds/cloudflare/pages-projects.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import type { Clouds } from "../clouds.ts";
import { SETTLE_PAUSES_MS } from "./settle.ts";

const inputs = z.object({
  accountId: z
    .string()
    .min(1)
    .describe("Cloudflare account. Changing it sets the branch in the other account instead."),
  project: z
    .string()
    .min(1)
    .describe("Name of the Pages project. Changing it sets the branch of the other one instead."),
  branch: z
    .string()
    .min(1)
    .describe("Branch of the connected repository that is built as production. Changed in place."),
});

/**
 * The production branch of a Pages project's connection to its repository, `source.config.production_branch` at Cloudflare, by the
 * id `<accountId>/<project>`. The official plugin's project has it among the inputs of `source`, which a program has to ignore: Cloudflare adds
 * members to it that the plugin never settles on (terraform-provider-cloudflare issue 7288). A new `productionBranch` of the
 * project alone would reach half of Cloudflare's two places. Deleting it leaves the branch as it is.
 */
export const productionBranchDefinition = defineResource<Clouds>()({
  token: "parity:pages:ProductionBranch",
  description: "The branch of a connected repository that a Cloudflare Pages project builds as production.",
  inputs,
  outputs: z.object({}),
  replaceOn: ["accountId", "project"],

  async find({ clouds, inputs: { accountId, project } }) {
    if (!accountId || !project) return [];
    const ref = { accountId, project };
    const found = await (await clouds.cloudflare()).projects.read(ref);
    return found?.source?.config.production_branch ? [idOf(ref)] : [];
  },

  async create({ clouds, inputs, context }) {
    await setBranch((await clouds.cloudflare()).projects, inputs, context);
    return { id: idOf(inputs), inputs, outputs: {} };
  },

  async read({ clouds, id }) {
    const ref = parseId(id);
    const found = await (await clouds.cloudflare()).projects.read(ref);
    const branch = found?.source?.config.production_branch;
    return branch ? { id, inputs: { ...ref, branch }, outputs: {} } : undefined;
  },

  async update({ clouds, inputs, context }) {
    await setBranch((await clouds.cloudflare()).projects, inputs, context);
    return {};
  },

  async delete() {},
});

/** Throws a Problem for a project that is not there or not connected, and when Cloudflare does not show the branch. */
async function setBranch(
  projects: CloudflarePagesProjects,
  { branch, ...ref }: z.infer<typeof inputs>,
  { signal, stack }: Context,
): Promise<void> {
  const found = await projects.read(ref);
  const what = `The branch that Pages project "${ref.project}" builds as production cannot be set`;
  if (!found) {
    throw new Problem({
      code: "no-pages-project",
      what: `${what}: account ${ref.accountId} has no such project.`,
      fix: "bring the stack up that owns the project first, or correct its name",
    });
  }
  if (!found.source) {
    throw new Problem({
      code: "not-connected",
      what: `${what}: it is not connected to a repository.`,
      why: "Cloudflare connects a project when it is made, and not later.",
      fix: 'write "connected: false" at the site, and deploy it by upload',
    });
  }
  if (found.source.config.production_branch === branch) return;
  await projects.connectBranch(ref, found.source, branch).catch((error: unknown) => {
    // Whether it came through is read back.
    if (!(error instanceof CloudError && error.uncertain)) throw error;
  });
  const missing = await readBack({ pauses: SETTLE_PAUSES_MS, signal }, async () =>
    (await projects.read(ref))?.source?.config.production_branch === branch ? [] : [branch],
  );
  if (missing.length === 0) return;
  throw new Problem({
    code: "not-confirmed",
    what: `Pages project "${ref.project}" was told to build "${branch}" as production, but Cloudflare does not show it.`,
    fix: "send it once more",
    commands: [line`pulumi up --stack ${stack}`],
  });
}

function idOf({ accountId, project }: PagesProjectRef): string {
  return `${accountId}/${project}`;
}

function parseId(id: string): PagesProjectRef {
  const [accountId, project, ...rest] = id.split("/");
  if (accountId && project && rest.length === 0) return { accountId, project };
  throw new Problem({
    code: "import-id",
    what: `"${id}" does not name a Pages project.`,
    fix: "write <accountId>/<project>",
  });
}
