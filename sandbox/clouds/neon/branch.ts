import type { Branch, NeonRequest, ProjectState, Role } from "./entities.ts";
import { Refusal } from "./errors.ts";
import { makeBranchId, makeLsn } from "./identifiers.ts";
import { nextPassword } from "./passwords.ts";
import type { Plan } from "./plan.ts";

/** What sets one new branch apart from another. */
export interface BranchOptions {
  /** Default: the branch's id. */
  readonly name?: string;
  /** None makes a root branch. */
  readonly parentId?: string;
  readonly parentLsn?: string;
  readonly parentTimestamp?: string;
  readonly protected?: boolean;
  readonly initSource?: Branch["init_source"];
  readonly expiry?: Pick<Required<Branch>, "expires_at" | "ttl_interval_seconds">;
  readonly annotation?: Readonly<Record<string, string>>;
}

/** Throws 409 when another branch of the project has the name. */
export function checkName(held: ProjectState, name: string, except?: Branch): void {
  if (held.branches.some((branch) => branch !== except && branch.name === name)) {
    throw new Refusal(409, `branch already exists; branch_name:"${name}"`, "BRANCH_ALREADY_EXISTS");
  }
}

/** Throws 422 when the plan allows no more branches, or no more root branches. */
export function checkBranchLimits(held: ProjectState, plan: Plan, isRoot: boolean): void {
  const roots = held.branches.filter(({ parent_id }) => parent_id === undefined).length;
  if (held.branches.length >= plan.branches) {
    throw new Refusal(422, "branches limit exceeded", "BRANCHES_LIMIT_EXCEEDED");
  }
  // guess: the text
  if (isRoot && roots >= plan.rootBranches) {
    throw new Refusal(422, "root branches limit exceeded", "ROOT_BRANCHES_LIMIT_EXCEEDED");
  }
}

/** Throws when the plan allows no more protected branches. */
export function checkProtectedLimit(held: ProjectState, plan: Plan): void {
  if (held.branches.filter((branch) => branch.protected).length < plan.protectedBranches) return;
  // guess: the status
  throw new Refusal(
    422,
    "You have reached the maximum number of protected branches for your current plan.",
    "BRANCHES_PROTECTED_LIMIT_EXCEEDED",
  );
}

/** Adds a branch that is yet to be made ready, without roles, databases and endpoints. The options have been checked. */
export function createBranch(held: ProjectState, { state, clock, ids }: NeonRequest, options: BranchOptions): Branch {
  const id = makeBranchId(ids);
  const now = clock.iso();
  const branch: Branch = {
    id,
    project_id: held.project.id,
    ...(options.parentId !== undefined && {
      parent_id: options.parentId,
      parent_lsn: options.parentLsn ?? makeLsn(ids),
      ...(options.parentTimestamp !== undefined && { parent_timestamp: options.parentTimestamp }),
    }),
    name: options.name ?? id,
    current_state: "init",
    pending_state: "ready",
    state_changed_at: now,
    creation_source: "console",
    primary: false,
    default: false,
    protected: options.protected ?? false,
    cpu_used_sec: 0,
    compute_time_seconds: 0,
    active_time_seconds: 0,
    written_data_bytes: 0,
    data_transfer_bytes: 0,
    created_at: now,
    updated_at: now,
    ...options.expiry,
    created_by: { name: state.account.email, image: "" },
    init_source: options.initSource ?? "parent-data",
  };
  held.branches.push(branch);
  if (options.annotation) {
    const object = { type: "console/branch", id } as const;
    held.annotations[id] = { object, value: options.annotation, created_at: now, updated_at: now };
  }
  return branch;
}

/**
 * Gives `to` the roles and databases of `from`, in place of its own. A role keeps the password it has on `from`, unless
 * `from` is protected: then one that `to` already had keeps its own, and the others get new ones. Source:
 * neon.com/docs/guides/protected-branches.
 */
export function inheritRolesAndDatabases(
  held: ProjectState,
  from: Branch,
  to: Branch,
  { clock, ids }: NeonRequest,
): void {
  const stamps = { created_at: clock.iso(), updated_at: clock.iso() };
  const before = held.roles.filter(({ branch_id }) => branch_id === to.id);
  const inheritRole = ({ passwordNumber, ...role }: Role): Role => {
    const own = before.find(({ name }) => name === role.name)?.passwordNumber;
    const number = passwordNumber !== undefined && from.protected ? (own ?? nextPassword(ids)) : passwordNumber;
    return { ...role, ...stamps, branch_id: to.id, ...(number !== undefined && { passwordNumber: number }) };
  };
  const roles = held.roles.filter(({ branch_id }) => branch_id === from.id).map(inheritRole);
  const databases = held.databases
    .filter(({ branch_id }) => branch_id === from.id)
    .map((database) => ({ ...database, ...stamps, id: ids.number("database", 1_234_567), branch_id: to.id }));
  held.roles = [...held.roles.filter(({ branch_id }) => branch_id !== to.id), ...roles];
  held.databases = [...held.databases.filter(({ branch_id }) => branch_id !== to.id), ...databases];
}
