import { Clock } from "../core/clock.ts";
import type { Seed } from "../core/cloud.ts";
import { digest } from "../core/digest.ts";
import type {
  Branch,
  Database,
  Endpoint,
  NeonRequest,
  NeonState,
  Organization,
  ProjectOperation,
  ProjectState,
  Role,
} from "./entities.ts";
import { branchNotReady, notFound, projectLocked, Refusal } from "./errors.ts";

export function emptyState(seed: Seed): NeonState {
  const since = new Date(Clock.start).toISOString().replace(".000Z", "Z");
  return {
    plan: "launch",
    tokenDigest: digest(seed.tokens.neon),
    passwordSeed: digest(`passwords of ${seed.tokens.neon}`),
    account: { id: digest("account").slice(0, 32), email: "sandbox@example.com", name: "sandbox" },
    organizations: seed.neonOrganizations.map((id) => ({
      id,
      name: id,
      handle: id,
      managed_by: "console",
      created_at: since,
      updated_at: since,
    })),
    projects: [],
    outcomes: [],
  };
}

/** The organization a list or create is for. Throws 400 when none is named: a personal key does not imply one. */
export function findOrganization(state: NeonState, id: string | undefined): Organization {
  if (id === undefined || id === "") {
    throw new Refusal(400, "org_id is required, you can find it on your organization settings page");
  }
  const found = state.organizations.find((organization) => organization.id === id);
  // guess: the status and the text
  if (!found) throw new Refusal(404, "organization not found");
  return found;
}

/** The project a path names. Throws 404. */
export function findProject({ state, params }: NeonRequest): ProjectState {
  const found = state.projects.find(({ project, deletedAt }) => project.id === params["project_id"] && !deletedAt);
  if (!found) throw notFound("project");
  return found;
}

/** The project a mutation names. Throws 404, or 423 while any operation of the project is unfinished. */
export function lockProject(request: NeonRequest): ProjectState {
  const held = findProject(request);
  if (held.operations.some(isUnfinished)) throw projectLocked;
  return held;
}

/** Whether the operation still locks its project. A failed one does: Neon tries it again at `retry_at`. */
export function isUnfinished({ status }: ProjectOperation): boolean {
  return status === "scheduling" || status === "running" || status === "failed";
}

/** The branch with this id. Throws 404. */
export function findBranch(held: ProjectState, id: string | undefined): Branch {
  const found = held.branches.find((branch) => branch.id === id);
  if (!found) throw notFound("branch");
  return found;
}

/** The branch a mutation works on. Throws 404, or 422 while it is still being made. */
export function findReadyBranch(held: ProjectState, id: string | undefined): Branch {
  const branch = findBranch(held, id);
  if (branch.current_state === "init") throw branchNotReady;
  return branch;
}

/** The endpoint with this id. Throws 404. */
export function findEndpoint(held: ProjectState, id: string | undefined): Endpoint {
  const found = held.endpoints.find((endpoint) => endpoint.id === id);
  if (!found) throw notFound("endpoint");
  return found;
}

/** The branch's one read_write endpoint. */
export function findPrimaryEndpoint(held: ProjectState, branchId: string): Endpoint | undefined {
  return held.endpoints.find((endpoint) => endpoint.branch_id === branchId && endpoint.type === "read_write");
}

/**
 * The compute that carries out work on roles and databases. Throws 412 when the branch has none.
 */
export function findConfiguredEndpoint(held: ProjectState, branch: Branch): Endpoint {
  const endpoint = findPrimaryEndpoint(held, branch.id);
  if (!endpoint) throw new Refusal(412, "create a read-write endpoint to manage roles on this branch");
  return endpoint;
}

/** The role of a branch by its name. Throws 404. */
export function findRole(held: ProjectState, branchId: string, name: string | undefined): Role {
  const found = held.roles.find((role) => role.branch_id === branchId && role.name === name);
  if (!found) throw notFound("role");
  return found;
}

/** The database of a branch by its name. Throws 404. */
export function findDatabase(held: ProjectState, branchId: string, name: string | undefined): Database {
  const found = held.databases.find((database) => database.branch_id === branchId && database.name === name);
  if (!found) throw notFound("database");
  return found;
}

/** Removes what has passed its time; Neon does this without a request. */
export function deleteExpiredBranches(state: NeonState, clock: Clock): void {
  for (const held of state.projects) {
    for (const { id, expires_at } of [...held.branches]) {
      if (expires_at !== undefined && Date.parse(expires_at) <= clock.epochMs()) removeBranch(held, id);
    }
  }
}

/** Takes a branch out of its project, with its endpoints, roles, databases and annotation. */
export function removeBranch(held: ProjectState, branchId: string): void {
  held.branches = held.branches.filter(({ id }) => id !== branchId);
  held.endpoints = held.endpoints.filter(({ branch_id }) => branch_id !== branchId);
  held.roles = held.roles.filter(({ branch_id }) => branch_id !== branchId);
  held.databases = held.databases.filter(({ branch_id }) => branch_id !== branchId);
  delete held.annotations[branchId];
}
