import type { NeonBranch } from "../../clouds/neon/branches.ts";
import type { NeonClient } from "../../clouds/neon/client.ts";
import type { NeonEndpoint } from "../../clouds/neon/endpoints.ts";
import type { CreatedNeonProject, NeonProject } from "../../clouds/neon/projects.ts";
import type { Context } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { type ConnectionParts, describeConnection } from "../../vendors/neon/connection.ts";
import { computeNames, toCompute, toEndpointSettings } from "./compute.ts";
import { converge } from "./convergence.ts";
import { observeCompute, observeConnection, requireReady } from "./parts.ts";
import { allAnswered, waitUntilShown } from "./presence.ts";
import type { ProjectInputs, ProjectOutputs } from "./project-properties.ts";

/** A project and what came with it. */
export interface ObservedProject {
  readonly project: NeonProject;
  readonly branch: Omit<NeonBranch, "annotation">;
  readonly endpoint: NeonEndpoint;
  readonly connection: ConnectionParts;
}

export interface ProjectParts {
  readonly projectId: string;
  /** The branch that came with the project. Absent after an import. */
  readonly branchId?: string | undefined;
  readonly role: string;
  readonly database: string;
}

/**
 * What a create has answered, which is all that reads would say once its operations have ended: Neon answers each part as it is going to
 * be. `undefined` where it does not name the compute or how to enter this database.
 */
export function observedIn(
  { project, branch, endpoints, connection_uris: uris }: CreatedNeonProject,
  { role, database }: Pick<ProjectParts, "role" | "database">,
): ObservedProject | undefined {
  // As text: the name of it would load Neon's client with every program.
  const endpoint = endpoints.find(({ type }) => `${type}` === "read_write");
  const entered = uris.map((one) => one.connection_parameters);
  const connection = entered.find((one) => one.role === role && one.database === database);
  return endpoint && connection?.password ? { project, branch, endpoint, connection } : undefined;
}

/** `undefined` when the project is gone. Throws when it is there and one of its parts is not. */
export async function observeProject(neon: NeonClient, parts: ProjectParts): Promise<ObservedProject | undefined> {
  const { projectId, branchId } = parts;
  const found = neon.projects.find(projectId);
  const known = branchId === undefined ? Promise.resolve(undefined) : observeParts(neon, { ...parts, branchId });
  await allAnswered(found, known);
  const project = await found;
  if (!project) return undefined;
  const seen = await known;
  if (seen) return { project, ...seen };
  const branch = await observeDefaultBranch(neon, projectId, undefined);
  const now = await observeParts(neon, { ...parts, branchId: branch.id });
  return now && { project, ...now };
}

/** `undefined` when there is no such branch. */
async function observeParts(neon: NeonClient, parts: ProjectParts & { readonly branchId: string }) {
  const { projectId, branchId } = parts;
  const found = neon.branches.find(projectId, branchId);
  const [compute, entered] = [observeCompute(neon, parts), observeConnection(neon, parts)];
  await allAnswered(found, compute, entered);
  const branch = await found;
  return branch && { branch, endpoint: await compute, connection: await entered };
}

/** The branch that came with the project, or the one that has become its default. */
export async function observeDefaultBranch(
  neon: NeonClient,
  projectId: string,
  branchId: string | undefined,
): Promise<NeonBranch> {
  const known = branchId === undefined ? undefined : await neon.branches.find(projectId, branchId);
  const branch = known ?? (await neon.branches.list(projectId)).find((one) => one.default);
  if (!branch) {
    const what = `Neon names no default branch of project ${projectId}.`;
    throw new Problem({ code: "not-shown", what, fix: "run the same command again" });
  }
  return branch;
}

/** Inputs that can be compared with what is there. */
type Properties = Omit<
  Required<ProjectInputs>,
  "lineage" | "role" | "database" | "passwordGeneration" | "logicalReplication"
> & {
  readonly logicalReplication: boolean;
};

export function toProperties({ project, branch, endpoint }: ObservedProject): Properties {
  return {
    name: project.name,
    region: project.region_id,
    postgres: project.pg_version,
    organization: project.org_id ?? "",
    branch: branch.name,
    historyRetentionSeconds: project.history_retention_seconds,
    ...toCompute(endpoint),
    protectedBranch: branch.protected,
    logicalReplication: project.settings?.enable_logical_replication ?? false,
  };
}

export function toOutputs({ project, branch, endpoint, connection }: ObservedProject): ProjectOutputs {
  return {
    projectId: project.id,
    branchId: branch.id,
    endpointId: endpoint.id,
    password: connection.password,
    ...describeConnection(connection),
  };
}

/** Makes the project as declared, where Neon lets it be changed. Throws before any change where it does not. */
export async function convergeProject(
  neon: NeonClient,
  parts: ProjectParts,
  inputs: Partial<ProjectInputs>,
  context: Context,
  seen?: ObservedProject,
): Promise<ObservedProject> {
  const { role: _role, database: _database, passwordGeneration: _generation, lineage: _lineage, ...desired } = inputs;
  return converge<ObservedProject, Properties>({
    what: `project ${parts.projectId}`,
    desired,
    toProperties,
    seen,
    observe: () => requireProject(neon, parts, context),
    apply: (seen, differing) => applyToProject(neon, seen, inputs, new Set(differing)),
  });
}

/** Like `observeProject`, of a project that must be there and ready. */
export async function requireProject(
  neon: NeonClient,
  parts: ProjectParts,
  context: Context,
): Promise<ObservedProject> {
  const seen = await waitUntilShown(neon, () => observeProject(neon, parts));
  if (seen) {
    requireReady(seen.branch, seen.endpoint);
    return seen;
  }
  throw new Problem({
    code: "gone",
    what: `Neon project ${parts.projectId} is gone.`,
    fix: "restore it at Neon if it held data; this makes an empty one",
    commands: [line`pulumi up --refresh --stack ${context.stack}`],
  });
}

async function applyToProject(
  neon: NeonClient,
  { project, branch, endpoint }: ObservedProject,
  inputs: Partial<ProjectInputs>,
  differing: ReadonlySet<keyof Properties>,
): Promise<void> {
  if (differing.has("organization")) throw wrongOrganization(project, inputs.organization);
  const { name, branch: branchName, historyRetentionSeconds: history, protectedBranch } = inputs;
  const resized = computeNames.some((size) => differing.has(size));
  const changes = {
    ...(differing.has("name") && name !== undefined && { name }),
    ...(differing.has("historyRetentionSeconds") && history !== undefined && { history_retention_seconds: history }),
    ...(differing.has("logicalReplication") && { settings: { enable_logical_replication: true } }),
    // For computes made later. Sent whole: whether Neon merges it is not documented.
    ...(resized && {
      default_endpoint_settings: { ...project.default_endpoint_settings, ...toEndpointSettings(inputs) },
    }),
  };
  if (Object.keys(changes).length > 0) await neon.projects.update(project.id, changes);
  // Defaults do not reach a compute that is there already.
  if (resized) await neon.endpoints.update(project.id, endpoint.id, toEndpointSettings(inputs));
  const branchChanges = {
    ...(differing.has("branch") && branchName !== undefined && { name: branchName }),
    ...(differing.has("protectedBranch") && protectedBranch !== undefined && { protected: protectedBranch }),
  };
  if (Object.keys(branchChanges).length > 0) await neon.branches.update(project.id, branch.id, branchChanges);
}

function wrongOrganization(project: NeonProject, desired: string | undefined): Problem {
  const owner = project.org_id ? `organization ${project.org_id}` : "a personal account";
  return new Problem({
    code: "other-organization",
    what: `Project ${project.id} belongs to ${owner}, not to ${desired}, and an update cannot move it.`,
    fix: "transfer it (https://neon.com/docs/manage/orgs-project-transfer) and refresh the stack, or leave `organization` out",
  });
}
