import { CloudError } from "../../clouds/call/cloud-error.ts";
import type { NeonBranch, NewNeonBranch } from "../../clouds/neon/branches.ts";
import type { Started } from "../../clouds/neon/changes.ts";
import type { NeonClient } from "../../clouds/neon/client.ts";
import type { Context, Owner } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { normalizeNeonExpiry } from "../../vendors/neon/branch-expiry.ts";
import { existsAlready } from "../exists-already.ts";
import type { BranchInputs } from "./branch-properties.ts";
import { toEndpointSettings } from "./compute.ts";
import { createAtNeon } from "./creation.ts";
import { carriesMark, describeMark, LINEAGE_RULE, type OwnershipMark, toOwnershipMark } from "./ownership.ts";
import { branchImportId } from "./resource-id.ts";

const TOKEN = "parity:neon:Branch";

/** Creates the branch, or takes over what an earlier run of this state began. Answers its id. */
export async function createBranch(neon: NeonClient, inputs: BranchInputs, context: Context): Promise<Started<string>> {
  const mark = toOwnershipMark(TOKEN, context, inputs.lineage);
  const find = async () => {
    const branch = await neon.branches.findNamed(inputs.projectId, inputs.name);
    if (!branch) return undefined;
    refuseForeign(branch, mark, inputs, context);
    context.log("info", `Branch "${branch.name}" (${branch.id}) was started by an earlier run: taken over.`);
    return { answer: branch.id, settled: neon.changes.settle(inputs.projectId) };
  };
  const create = async () => {
    const { answer, settled } = await neon.branches.create(inputs.projectId, toRequest(inputs, mark));
    return { answer: answer.branch.id, settled };
  };
  try {
    return await createAtNeon({ create, find, signal: context.signal });
  } catch (error) {
    const found = saysNameIsTaken(error) ? await find() : undefined;
    if (found) return found;
    throw error;
  }
}

/** The branches that this resource of this lineage has made, once what goes on in their project is done. None of a project that is gone. */
export async function listOwnBranches(
  neon: NeonClient,
  { projectId, parentId, lineage }: Partial<BranchInputs>,
  owner: Owner,
): Promise<readonly string[]> {
  if (projectId === undefined || lineage === undefined) return [];
  const mark = toOwnershipMark(TOKEN, owner, lineage);
  if (!(await neon.projects.find(projectId))) return [];
  const own = (await neon.branches.list(projectId)).filter(({ annotation }) => carriesMark(annotation, mark));
  if (own.length > 0) await neon.changes.settle(projectId);
  return own.map(({ id }) => branchImportId({ projectId, branchId: id, declaresParent: parentId !== undefined }));
}

/** `BRANCH_ALREADY_EXISTS`; older answers have the words and no code. */
function saysNameIsTaken(error: unknown): boolean {
  if (!(error instanceof CloudError) || error.status !== 409) return false;
  return error.failure.code === "BRANCH_ALREADY_EXISTS" || /branch already exists/i.test(error.failure.said);
}

function toRequest(inputs: BranchInputs, mark: OwnershipMark): NewNeonBranch {
  const { name, parentId, schemaOnly, expiresAt, protected: kept } = inputs;
  return {
    branch: {
      name,
      ...(parentId !== undefined && { parent_id: parentId }),
      ...(schemaOnly && { init_source: "schema-only" }),
      ...(expiresAt !== undefined && { expires_at: normalizeNeonExpiry(expiresAt) }),
      ...(kept !== undefined && { protected: kept }),
    },
    compute: toEndpointSettings(inputs),
    annotation: mark,
  };
}

/** Throws unless this state made the branch, and from the parent that is declared. */
function refuseForeign(branch: NeonBranch, mark: OwnershipMark, inputs: BranchInputs, context: Context): void {
  const { id, project_id: projectId, name, annotation, parent_id: parentId } = branch;
  const where = `Neon project ${projectId} has a branch "${name}" (${id}) already`;
  if (!carriesMark(annotation, mark)) {
    const what = `${where}, and nothing proves that this state made it.`;
    const marked = describeMark(annotation);
    throw existsAlready(`${what}${marked}`, context, marked === "" ? undefined : LINEAGE_RULE);
  }
  if (inputs.schemaOnly || inputs.parentId === undefined || inputs.parentId === parentId) return;
  throw new Problem({
    code: "unlike-leftover",
    what: `${where}, which an earlier run made from ${parentId}, not from ${inputs.parentId}.`,
    fix: "if nothing in it is needed, delete it, then run the same command again",
    commands: [line`neon branches delete ${id} --project-id ${projectId}`],
  });
}
