import { z } from "zod";
import { requireOrganization, tokenOf } from "../../access.ts";
import type { FlyOperation, FlyRequest, PostgresCluster } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { LAG } from "../../lag.ts";
import { readBody } from "../../request-body.ts";
import { organizationOf } from "../../store.ts";
import { REGIONS } from "../regions.ts";
import { advance, enterStatus, findCluster } from "./cluster.ts";

/** Sizes of the plans (fly.io/docs/mpg/overview). The capital P is the vendor's. */
const PLANS: Readonly<Record<string, { readonly cpuKind: string; readonly cpus: number; readonly memoryMb: number }>> =
  {
    basic: { cpuKind: "shared", cpus: 2, memoryMb: 1024 },
    starter: { cpuKind: "shared", cpus: 2, memoryMb: 2048 },
    launch: { cpuKind: "performance", cpus: 2, memoryMb: 8192 },
    scale: { cpuKind: "performance", cpus: 4, memoryMb: 33792 },
    Performance: { cpuKind: "performance", cpus: 8, memoryMb: 65536 },
  };

const postgresRegions = REGIONS.filter(({ hasPostgres }) => hasPostgres).map(({ code }) => code);

const createBody = z.object({
  org_slug: z.string(),
  plan: z.enum(Object.keys(PLANS)),
  region: z.enum(postgresRegions),
  name: z.string().optional(),
  disk_size_gb: z.number().int().min(10).max(1000).optional(),
  pg_major_version: z.enum(["16", "17"]).optional(),
  pool_mode: z.enum(["session", "transaction"]).optional(),
  postgis_enabled: z.boolean().optional(),
});

export const clusters: FlyOperation[] = [
  {
    name: "fly.listPostgresClusters",
    method: "GET",
    path: "/v1/postgres",
    // Without a token it answers as for an organization that is not there.
    authenticated: false,
    handle: listClusters,
  },
  { name: "fly.createPostgresCluster", method: "POST", path: "/v1/postgres", handle: createCluster },
  { name: "fly.readPostgresCluster", method: "GET", path: "/v1/postgres/:cluster", handle: readCluster },
  { name: "fly.deletePostgresCluster", method: "DELETE", path: "/v1/postgres/:cluster", handle: deleteCluster },
];

function listClusters(request: FlyRequest) {
  const { state, query } = request;
  if (!tokenOf(request)) throw new Refusal(404, "Organization not found");
  const slug = query.get("org_slug");
  if (slug === null) throw new Refusal(422, "org_slug is required");
  const organization = requireOrganization(request, slug);
  const own = Object.values(state.postgresClusters).filter((one) => one.organization === organization.slug);
  for (const cluster of own) if (cluster.deletedAt !== undefined) advance(cluster);
  const shown = own.filter(({ deletedAt }) => deletedAt === undefined || query.get("include_deleted") === "true");
  return { status: 200, body: { data: shown.map(summarizeCluster) } };
}

function createCluster(request: FlyRequest) {
  const { state, ids, clock } = request;
  const body = readBody(request, createBody, 422);
  const organization = requireOrganization(request, body.org_slug);
  const id = ids.slug("postgres-cluster", 12);
  const cluster: PostgresCluster = {
    id,
    name: body.name ?? `pg-${ids.slug("postgres-name", 6)}`,
    organization: organization.slug,
    plan: body.plan,
    region: body.region,
    diskSizeGb: body.disk_size_gb ?? 10,
    pgMajorVersion: body.pg_major_version ?? "16",
    postgisEnabled: body.postgis_enabled ?? false,
    createdAt: clock.iso(),
    status: "creating",
    readsUntilNext: LAG.postgresStatus,
    databases: ["fly-db"],
    users: {
      "fly-user": { name: "fly-user", role: "schema_admin", passwordSerial: ids.number("postgres-password") },
    },
    attachments: [],
  };
  state.postgresClusters[id] = cluster;
  return { status: 201, body: { data: describeCluster(request, cluster) } };
}

function readCluster(request: FlyRequest) {
  const cluster = findCluster(request);
  advance(cluster);
  return { status: 200, body: { data: describeCluster(request, cluster) } };
}

function deleteCluster(request: FlyRequest) {
  const cluster = findCluster(request);
  enterStatus(cluster, "deleting");
  cluster.deletedAt = request.clock.iso();
  return { status: 202 };
}

function describeCluster(request: FlyRequest, cluster: PostgresCluster) {
  const plan = PLANS[cluster.plan];
  const { name, slug } = organizationOf(request.state, cluster);
  const at = (host: string) =>
    cluster.status === "ready" ? { host: `${host}.${cluster.id}.flympg.net`, port: 5432 } : { host: "", port: 0 };
  return {
    id: cluster.id,
    name: cluster.name,
    status: cluster.status,
    region: cluster.region,
    plan: cluster.plan,
    disk_size_gb: cluster.diskSizeGb,
    cpus: plan?.cpus,
    cpu_kind: plan?.cpuKind,
    memory_mb: plan?.memoryMb,
    replicas: 1,
    pg_major_version: cluster.pgMajorVersion,
    postgis_enabled: cluster.postgisEnabled,
    endpoints: { primary: { direct: at("direct"), pooler: at("pgbouncer") } },
    organization: { name, slug },
    created_at: cluster.createdAt,
    attached_apps: cluster.attachments.map(({ app }) => ({ name: app })),
  };
}

function summarizeCluster({ id, name, status, region, plan, createdAt, deletedAt, attachments }: PostgresCluster) {
  return {
    id,
    name,
    status,
    region,
    plan,
    created_at: createdAt,
    deleted_at: deletedAt ?? null,
    attached_apps: attachments.map(({ app }) => ({ name: app })),
  };
}
