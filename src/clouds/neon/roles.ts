import type { Role, RoleOperations } from "@neondatabase/api-client";
import type { NeonApi } from "./api.ts";
import type { NeonChanges, Started } from "./changes.ts";
import { neonAnswers } from "./shapes.ts";

/** A role is the branch's: its children have their own of the same name. */
export interface NeonRoleKey {
  readonly projectId: string;
  readonly branchId: string;
  readonly name: string;
}

/** https://neon.com/docs/manage/roles */
export class NeonRoles {
  constructor(
    private readonly api: NeonApi,
    private readonly changes: NeonChanges,
  ) {}

  /** `undefined` when there is no such role, or no such branch. */
  async find({ projectId, branchId, name }: NeonRoleKey): Promise<Role | undefined> {
    const found = await this.api.readIfPresent(`read role "${name}" of branch ${branchId}`, neonAnswers.role, (api) =>
      api.getProjectBranchRole(projectId, branchId, name),
    );
    return found?.role;
  }

  /** Neon chooses the password. Open connections of the branch's compute are dropped. */
  async create({ projectId, branchId, name }: NeonRoleKey): Promise<Started<RoleOperations>> {
    return this.changes.create(projectId, `create role "${name}" on branch ${branchId}`, neonAnswers.role, (api) =>
      api.createProjectBranchRole(projectId, branchId, { role: { name } }),
    );
  }

  /** Throws a CloudError with status 412 when the project does not store passwords. */
  async revealPassword({ projectId, branchId, name }: NeonRoleKey): Promise<string> {
    const { password } = await this.api.read(
      `read the password of role "${name}" of branch ${branchId}`,
      neonAnswers.password,
      (api) => api.getProjectBranchRolePassword(projectId, branchId, name),
    );
    return password;
  }

  /** The old password ends when this resolves, and open connections with it. Repeated, it makes yet another one. */
  async resetPassword({ projectId, branchId, name }: NeonRoleKey): Promise<void> {
    await this.changes.change(projectId, `reset the password of role "${name}" of branch ${branchId}`, (api) =>
      api.resetProjectBranchRolePassword(projectId, branchId, name),
    );
  }

  /** Neon keeps a role that owns a database. */
  async delete({ projectId, branchId, name }: NeonRoleKey): Promise<void> {
    await this.changes.remove(projectId, `delete role "${name}" of branch ${branchId}`, (api) =>
      api.deleteProjectBranchRole(projectId, branchId, name),
    );
  }
}
