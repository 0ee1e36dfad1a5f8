import * as z from "zod";
import { rememberSecrets } from "../../problem/secrets.ts";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";

const endpoint = z.object({ host: z.string(), port: z.int() });

const cluster = z.object({
  id: z.string(),
  name: z.string(),
  /** `creating`, `initializing`, `ready`; `failed` or `error` for good; `deleting`, `deleted`. */
  status: z.string(),
  region: z.string(),
  plan: z.string(),
  disk_size_gb: z.number(),
  pg_major_version: z.string().optional(),
  organization: z.object({ slug: z.string() }).optional(),
  /** Filled when the cluster is ready. */
  endpoints: z.object({ primary: z.object({ direct: endpoint, pooler: endpoint }).partial().optional() }).optional(),
});

const named = z.object({ name: z.string() });
const user = z.object({ username: z.string(), role: z.string() });

export type FlyPostgresCluster = z.infer<typeof cluster>;
export type FlyPostgresUser = z.infer<typeof user>;

/** The envelope of every answer. */
function data<T extends z.ZodType>(shape: T) {
  return z.object({ data: shape });
}

export interface NewFlyPostgresCluster {
  readonly name: string;
  readonly organization: string;
  readonly region: string;
  readonly plan: string;
  readonly diskGb?: number | undefined;
  readonly pgMajorVersion?: string | undefined;
}

/** 410 is a cluster that is deleted, or about to be. */
const GONE = [404, 410];

/** Managed Postgres, https://docs.machines.dev, "Postgres". Every answer is in an envelope `{ data }`. */
export class FlyPostgres {
  constructor(private readonly http: JsonApi) {}

  /** Live clusters of an organization. */
  async list(organization: string): Promise<readonly Pick<FlyPostgresCluster, "id" | "name">[]> {
    const { data: made } = await this.http.request({
      action: `list the Postgres clusters of organization "${organization}"`,
      method: "GET",
      path: "/v1/postgres",
      query: { org_slug: organization },
      answer: data(z.array(cluster.pick({ id: true, name: true }))),
    });
    return made;
  }

  async find(id: string): Promise<FlyPostgresCluster | undefined> {
    const action = `read Postgres cluster ${id}`;
    const answer = await this.http.requestIfPresent(
      { action, method: "GET", path: clusterPath(id), answer: data(cluster) },
      GONE,
    );
    return answer?.data;
  }

  /** Returns while the cluster is still being made; that takes minutes. Each call makes another cluster. */
  async create(desired: NewFlyPostgresCluster): Promise<FlyPostgresCluster> {
    const { name, organization, region, plan, diskGb, pgMajorVersion } = desired;
    const { data: made } = await this.http.request({
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
      answer: data(cluster),
    });
    return made;
  }

  async delete(id: string): Promise<void> {
    const action = `delete Postgres cluster ${id}`;
    await this.http.requestIfPresent(
      { action, method: "DELETE", answer: acknowledgement, path: clusterPath(id) },
      GONE,
    );
  }

  /** Names of the databases; `undefined` when there is no such cluster. */
  async listDatabases(id: string): Promise<readonly string[] | undefined> {
    const action = `list the databases of Postgres cluster ${id}`;
    const answer = await this.http.requestIfPresent(
      { action, method: "GET", path: clusterPath(id, "databases"), answer: data(z.array(named)) },
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
      answer: acknowledgement,
    });
  }

  async deleteDatabase(id: string, name: string): Promise<void> {
    const action = `delete database "${name}" of Postgres cluster ${id}`;
    await this.http.requestIfPresent(
      { action, method: "DELETE", answer: acknowledgement, path: clusterPath(id, "databases", name) },
      GONE,
    );
  }

  /** `undefined` when there is no such cluster. */
  async listUsers(id: string): Promise<readonly FlyPostgresUser[] | undefined> {
    const action = `list the users of Postgres cluster ${id}`;
    const answer = await this.http.requestIfPresent(
      { action, method: "GET", path: clusterPath(id, "users"), answer: data(z.array(user)) },
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
      answer: acknowledgement,
    });
  }

  async changeRole(id: string, { username, role }: FlyPostgresUser): Promise<void> {
    await this.http.request({
      action: `change the role of user "${username}" of Postgres cluster ${id}`,
      method: "PATCH",
      path: clusterPath(id, "users", username),
      body: { role },
      answer: acknowledgement,
      repeatable: true,
    });
  }

  async deleteUser(id: string, username: string): Promise<void> {
    const action = `delete user "${username}" of Postgres cluster ${id}`;
    await this.http.requestIfPresent(
      { action, method: "DELETE", answer: acknowledgement, path: clusterPath(id, "users", username) },
      GONE,
    );
  }

  /** `undefined` when there is no such user or cluster. */
  async readPassword(id: string, username: string): Promise<string | undefined> {
    const action = `read the password of user "${username}" of Postgres cluster ${id}`;
    const path = clusterPath(id, "users", username, "credentials");
    const answer = await this.http.requestIfPresent(
      { action, method: "GET", path, answer: data(z.object({ password: z.string().min(1) })) },
      GONE,
    );
    if (answer) rememberSecrets(answer.data.password);
    return answer?.data.password;
  }
}

function clusterPath(id: string, ...below: string[]): string {
  return ["/v1/postgres", ...[id, ...below].map(encodeURIComponent)].join("/");
}
