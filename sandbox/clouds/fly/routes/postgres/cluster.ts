import { canUse } from "../../access.ts";
import type { FlyRequest, PostgresCluster } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { LAG } from "../../lag.ts";
import { lookUp, organizationOf } from "../../store.ts";

const NEXT: Readonly<Partial<Record<PostgresCluster["status"], PostgresCluster["status"]>>> = {
  creating: "initializing",
  initializing: "ready",
  deleting: "deleted",
};

/** The cluster in the path. Refuses with 404, and with 410 from the moment it is being deleted. */
export function findCluster(request: FlyRequest): PostgresCluster {
  const cluster = lookUp(request.state.postgresClusters, request.params["cluster"]);
  if (!cluster) throw new Refusal(404, "Cluster not found");
  if (!canUse(request, organizationOf(request.state, cluster))) throw new Refusal(403, "unauthorized");
  if (cluster.deletedAt !== undefined) throw new Refusal(410, "This cluster has been deleted");
  return cluster;
}

/** The cluster in the path for work inside it, which there is no server for before it is ready. */
export function findReadyCluster(request: FlyRequest): PostgresCluster {
  const cluster = findCluster(request);
  if (cluster.status !== "ready") throw new Refusal(409, "Cluster is not ready");
  return cluster;
}

/** Counts a read; after the set number of them the cluster takes its next status. */
export function advance(cluster: PostgresCluster): void {
  if (cluster.readsUntilNext > 0) cluster.readsUntilNext -= 1;
  else enterStatus(cluster, NEXT[cluster.status] ?? cluster.status);
}

export function enterStatus(cluster: PostgresCluster, status: PostgresCluster["status"]): void {
  cluster.status = status;
  cluster.readsUntilNext = LAG.postgresStatus;
}

/** Names that Postgres or Fly's own management keeps (UNDOCUMENTED list; the API answers 400 for them). */
const RESERVED = ["postgres", "template0", "template1", "repmgr", "flypgadmin"];

/** Refuses a database or user name with 422 when it is missing, with 400 when it is malformed or reserved. */
export function checkName(noun: string, name: string | undefined): string {
  if (name === undefined || name === "") throw new Refusal(422, `${noun} is required`);
  if (!/^[a-z_][a-z0-9_-]{0,62}$/i.test(name)) throw new Refusal(400, `Invalid ${noun}`);
  if (RESERVED.includes(name)) throw new Refusal(400, `${noun} is reserved`);
  return name;
}
