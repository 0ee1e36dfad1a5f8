import type { JsonApi } from "../call/json-api.ts";

export interface FlyPostgresEndpoint {
  readonly host: string;
  readonly port: number;
}

export interface FlyPostgresCluster {
  readonly id: string;
  readonly name: string;
  /** `creating`, `initializing`, `ready`; `failed` or `error` for good; `deleting`, `deleted`. */
  readonly status: string;
  readonly region: string;
  readonly plan: string;
  readonly disk_size_gb: number;
  readonly pg_major_version?: string;
  readonly organization?: { readonly slug: string };
  /** Filled when the cluster is ready. */
  readonly endpoints?: {
    readonly primary?: { readonly direct?: FlyPostgresEndpoint; readonly pooler?: FlyPostgresEndpoint };
  };
}

export interface NewFlyPostgresCluster {
  readonly name: string;
  readonly organization: string;
  readonly region: string;
  readonly plan: string;
  readonly diskGb?: number | undefined;
  readonly pgMajorVersion?: string | undefined;
}

export interface FlyPostgresUser {
  readonly username: string;
  readonly role: string;
}

/** 410 is a cluster that is deleted, or about to be. */
const GONE = [404, 410];

/** Managed Postgres, https://docs.machines.dev, "Postgres". Every answer is in an envelope `{ data }`. */
export class FlyPostgres {
  constructor(private readonly http: JsonApi) {}

  /** Live clusters of an organization. */
  async list(organization: string): Promise<readonly Pick<FlyPostgresCluster, "id" | "name">[]> {
    const { data } = await this.http.request<{ data: Pick<FlyPostgresCluster, "id" | "name">[] }>({
      action: `list the Postgres clusters of organization "${organization}"`,
      method: "GET",
      path: "/v1/postgres",
      query: { org_slug: organization },
    });
    return data;
  }

  async find(id: string): Promise<FlyPostgresCluster | undefined> {
    const action = `read Postgres cluster ${id}`;
    const answer = await this.http.requestIfPresent<{ data: FlyPostgresCluster }>(
      { action, method: "GET", path: clusterPath(id) },
      GONE,
    );
    return answer?.data;
  }

  /** Returns while the cluster is still being made; that takes minutes. Each call makes another cluster. */
  async create(cluster: NewFlyPostgresCluster): Promise<FlyPostgresCluster> {
    const { name, organization, region, plan, diskGb, pgMajorVersion } = cluster;
    const { data } = await this.http.request<{ data: FlyPostgresCluster }>({
      action: `create Postgres cluster "${name}"`,
      method: "POST",
      path: "/v1/postgres",
      body: {
        name,
        org_slug: organization,
        region,
        plan,
        ...(diskGb !== undefined && { disk_size_gb: diskGb }),
        ...(pgMajorVersion !== undefined && { pg_major_version: pgMajorVersion }),
      },
    });
    return data;
  }

  async delete(id: string): Promise<void> {
    const action = `delete Postgres cluster ${id}`;
    await this.http.requestIfPresent({ action, method: "DELETE", path: clusterPath(id) }, GONE);
  }

  /** Names of the databases; `undefined` when there is no such cluster. */
  async listDatabases(id: string): Promise<readonly string[] | undefined> {
    const action = `list the databases of Postgres cluster ${id}`;
    const answer = await this.http.requestIfPresent<{ data: { name: string }[] }>(
      { action, method: "GET", path: clusterPath(id, "databases") },
      GONE,
    );
    return answer?.data.map(({ name }) => name);
  }

  async createDatabase(id: string, name: string): Promise<void> {
    await this.http.request({
      action: `create database "${name}" in Postgres cluster ${id}`,
      method: "POST",
      path: clusterPath(id, "databases"),
      body: { name },
    });
  }

  async deleteDatabase(id: string, name: string): Promise<void> {
    const action = `delete database "${name}" of Postgres cluster ${id}`;
    await this.http.requestIfPresent({ action, method: "DELETE", path: clusterPath(id, "databases", name) }, GONE);
  }

  /** `undefined` when there is no such cluster. */
  async listUsers(id: string): Promise<readonly FlyPostgresUser[] | undefined> {
    const action = `list the users of Postgres cluster ${id}`;
    const answer = await this.http.requestIfPresent<{ data: FlyPostgresUser[] }>(
      { action, method: "GET", path: clusterPath(id, "users") },
      GONE,
    );
    return answer?.data;
  }

  /** Fly makes the password up; `readPassword` answers it. 409 when the user exists. */
  async createUser(id: string, { username, role }: FlyPostgresUser): Promise<void> {
    await this.http.request({
      action: `create user "${username}" of Postgres cluster ${id}`,
      method: "POST",
      path: clusterPath(id, "users"),
      body: { username, role },
    });
  }

  async changeRole(id: string, { username, role }: FlyPostgresUser): Promise<void> {
    await this.http.request({
      action: `change the role of user "${username}" of Postgres cluster ${id}`,
      method: "PATCH",
      path: clusterPath(id, "users", username),
      body: { role },
      repeatable: true,
    });
  }

  async deleteUser(id: string, username: string): Promise<void> {
    const action = `delete user "${username}" of Postgres cluster ${id}`;
    await this.http.requestIfPresent({ action, method: "DELETE", path: clusterPath(id, "users", username) }, GONE);
  }

  /** `undefined` when there is no such user or cluster. */
  async readPassword(id: string, username: string): Promise<string | undefined> {
    const action = `read the password of user "${username}" of Postgres cluster ${id}`;
    const path = clusterPath(id, "users", username, "credentials");
    const answer = await this.http.requestIfPresent<{ data: { password: string } }>(
      { action, method: "GET", path },
      GONE,
    );
    return answer?.data.password;
  }
}

function clusterPath(id: string, ...below: string[]): string {
  return ["/v1/postgres", ...[id, ...below].map(encodeURIComponent)].join("/");
}
