import type { NeonBranch } from "../../clouds/neon/branches.ts";
import type { NeonClient } from "../../clouds/neon/client.ts";
import type { NeonEndpoint } from "../../clouds/neon/endpoints.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import type { ConnectionParts } from "../../vendors/neon/connection.ts";

/** Something is gone that came with a thing which is there itself: neither unreadable nor all of it gone. */
export class MissingPart extends Problem {}

interface Place {
  readonly projectId: string;
  readonly branchId: string;
}

/** The compute of a branch that exists. Throws a `MissingPart` when somebody removed it: its host would be another. */
export async function observeCompute(neon: NeonClient, { projectId, branchId }: Place): Promise<NeonEndpoint> {
  const endpoint = await neon.endpoints.findReadWrite(projectId, branchId);
  if (endpoint) return endpoint;
  throw new MissingPart({
    code: "part-missing",
    what: `Branch ${branchId} of Neon project ${projectId} has no compute that writes, though it was made with one.`,
    fix: "give it one, then bring the stack up with --refresh: its host is a new one",
    commands: [line`neon branches add-compute ${branchId} --type read_write --project-id ${projectId}`],
  });
}

/** Throws while the branch or its compute is not made: what Neon began did not come to its end. */
export function requireReady(branch: Omit<NeonBranch, "annotation">, endpoint: NeonEndpoint): void {
  const unready = branch.current_state === "init" ? `Branch ${branch.id}` : `Compute ${endpoint.id}`;
  if (branch.current_state !== "init" && endpoint.current_state !== "init") return;
  throw new Problem({
    code: "not-ready",
    what: `${unready} of Neon project ${branch.project_id} was never made ready, and nothing works on it any more.`,
    fix: "look at the project's operations in the Neon Console; if nothing is in it yet, delete it there and bring the stack up with --refresh",
  });
}

/** How to enter a database that was made with its branch. Throws a `MissingPart` that names what is not there. */
export async function observeConnection(
  neon: NeonClient,
  { projectId, branchId, role, database }: Place & { readonly role: string; readonly database: string },
): Promise<ConnectionParts> {
  const connection = await neon.databases.findConnection({ projectId, branchId, name: database }, role);
  if (connection) return connection;
  const roleIsThere = (await neon.roles.find({ projectId, branchId, name: role })) !== undefined;
  const missing = roleIsThere ? `database "${database}"` : `role "${role}"`;
  throw new MissingPart({
    code: "part-missing",
    what: `Branch ${branchId} of Neon project ${projectId} has no ${missing}.`,
    fix: `restore the branch (https://neon.com/docs/guides/branch-restore) if it was lost, or create it by hand; then bring the stack up with --refresh`,
  });
}
