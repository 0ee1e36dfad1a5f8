import { CloudError } from "../../clouds/call/cloud-error.ts";
import { neonBranchesProblem } from "../../vendors/neon/plans.ts";
import type { Sources } from "../existing/sources.ts";
import { neonParents } from "./neon-parents.ts";
import type { ReviewOrder } from "./order.ts";

/**
 * Whether the Neon projects that a review environment branches from have room for one more. What a plan gives is checked with the
 * config; here it is what is really there. Where that is not known, the run itself is told by Neon.
 * @throws Problem when there is none
 */
export async function checkRoom({ project, template }: ReviewOrder, sources: Sources): Promise<void> {
  const { blueprints } = project.resolve();
  for (const { key, of, projectId } of await neonParents(project.folder, template)) {
    const plan = blueprints.get(of)?.neon?.plan;
    const branches = plan && (await listBranches(projectId, sources));
    const problem = plan && branches && neonBranchesProblem(plan, { wanted: 1, taken: branches.length, isRoot: false });
    if (problem) throw problem.at(project.placeOf(template.stack, ["databases", key, "branch"]));
  }
}

async function listBranches(projectId: string, { clouds }: Sources): Promise<readonly unknown[] | undefined> {
  try {
    return await (await clouds.neon()).branches.list(projectId);
  } catch (error) {
    if (error instanceof CloudError) return undefined;
    throw error;
  }
}
