import type { Database, DatabaseOperations, DatabaseUpdateRequest } from "@neondatabase/api-client";
import { type ConnectionParts, parseConnectionUri } from "../../vendors/neon/connection.ts";
import type { NeonApi } from "./api.ts";
import type { NeonChanges, Started } from "./changes.ts";
import { neonAnswers } from "./shapes.ts";

export type NeonDatabase = Database;

/** Databases are addressed by name, and a name may change. */
export interface NeonDatabaseKey {
  readonly projectId: string;
  readonly branchId: string;
  readonly name: string;
}

/** https://neon.com/docs/manage/databases */
export class NeonDatabases {
  constructor(
    private readonly api: NeonApi,
    private readonly changes: NeonChanges,
  ) {}

  /** `undefined` when there is no such branch. */
  async list(projectId: string, branchId: string): Promise<readonly NeonDatabase[] | undefined> {
    const found = await this.api.readIfPresent(
      `list the databases of branch ${branchId}`,
      neonAnswers.databases,
      (api) => api.listProjectBranchDatabases(projectId, branchId),
    );
    return found?.databases;
  }

  async create({ projectId, branchId, name }: NeonDatabaseKey, owner: string): Promise<Started<DatabaseOperations>> {
    return this.changes.create(
      projectId,
      `create database "${name}" on branch ${branchId}`,
      neonAnswers.database,
      (api) => api.createProjectBranchDatabase(projectId, branchId, { database: { name, owner_name: owner } }),
    );
  }

  /** Absent fields stay as they are. */
  async update(
    { projectId, branchId, name }: NeonDatabaseKey,
    database: DatabaseUpdateRequest["database"],
  ): Promise<void> {
    await this.changes.change(projectId, `change database "${name}" of branch ${branchId}`, (api) =>
      api.updateProjectBranchDatabase(projectId, branchId, name, { database }),
    );
  }

  async delete({ projectId, branchId, name }: NeonDatabaseKey): Promise<void> {
    await this.changes.remove(projectId, `delete database "${name}" of branch ${branchId}`, (api) =>
      api.deleteProjectBranchDatabase(projectId, branchId, name),
    );
  }

  /** How this role enters this database, at the branch's compute that writes. `undefined` when one of them is missing. */
  async findConnection(
    { projectId, branchId, name }: NeonDatabaseKey,
    role: string,
  ): Promise<ConnectionParts | undefined> {
    const found = await this.api.readIfPresent(
      `read how to connect to database "${name}" of branch ${branchId}`,
      neonAnswers.connection,
      (api) => api.getConnectionUri({ projectId, branch_id: branchId, database_name: name, role_name: role }),
    );
    return found && parseConnectionUri(found.uri);
  }
}
