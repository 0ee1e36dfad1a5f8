import { z } from "zod";
import { createOnce } from "../../clouds/call/create-once.ts";
import { poll } from "../../clouds/call/poll.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlyPostgresCluster } from "../../clouds/fly/postgres.ts";
import { type Context, defineResource, PartialFailure } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { whatOf } from "../../problem/reason.ts";
import { FLY_POSTGRES_REGIONS } from "../../vendors/fly/postgres.ts";
import type { Clouds } from "../clouds.ts";
import { existsAlready } from "../exists-already.ts";
import { requireGone } from "./presence.ts";

const inputs = z.object({
  name: z.string().min(1).describe("Name of the cluster, unique in the organization. Cannot be changed."),
  organization: z.string().min(1).describe("Slug of the organization that owns the cluster. Cannot be changed."),
  region: z.string().describe(`One of ${FLY_POSTGRES_REGIONS.join(", ")}. Cannot be changed.`),
  plan: z
    .enum(["basic", "starter", "launch", "scale", "Performance"])
    .describe("Size of the cluster, in Fly's own spelling. Cannot be changed."),
  diskGb: z.int().min(10).max(1000).default(10).describe("Size of the disk in GB. Cannot be changed."),
  pgMajorVersion: z.enum(["16", "17"]).default("17").describe("Major version of Postgres. Cannot be changed."),
});

const outputs = z.object({
  clusterId: z.string().describe("Fly's id of the cluster."),
  directHost: z.string().describe("Host for connections straight to Postgres, such as migrations."),
  directPort: z.int(),
  poolerHost: z.string().describe("Host of the connection pooler, for the app."),
  poolerPort: z.int(),
});

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

/** A Managed Postgres cluster, reachable from the organization's private network. Its id is the cluster's. */
export const postgresDefinition = defineResource<Clouds>()({
  token: "parity:fly:Postgres",
  description: "A cluster of Fly's Managed Postgres.",
  inputs,
  outputs,
  replaceOn: ["name", "organization", "region", "plan", "diskGb", "pgMajorVersion"],
  stateful: "The data of its databases goes with it.",
  neverReplaced: {
    why: "Fly's API has no update of a cluster, and a new one would start without this one's data.",
    fix: "declare a second cluster beside it, move the data with pg_dump and pg_restore, then remove the first",
  },

  async find({ clouds, inputs: { name, organization } }) {
    if (name === undefined || organization === undefined) return [];
    const clusters = await (await clouds.fly()).postgres.list(organization);
    return clusters.filter((cluster) => cluster.name === name).map(({ id }) => id);
  },

  async create({ clouds, inputs, context }) {
    const fly = await clouds.fly();
    const { id } = await createCluster(fly, inputs, context);
    return { id, inputs, outputs: await waitUntilReady(fly, id, inputs, context) };
  },

  async read({ clouds, id, known, context }) {
    const cluster = await (await clouds.fly()).postgres.find(id);
    if (!cluster || cluster.status.startsWith("delet")) return undefined;
    const live = { id, inputs: toInputs(cluster, known?.inputs), outputs: toOutputs(cluster) };
    // Without its hosts the state would be of no use to an app, and nothing would ask again.
    if (live.outputs.directHost !== "") return live;
    throw new PartialFailure(live, [notReady(cluster.name, id, `it has the status ${cluster.status}.`, context)]);
  },

  // No input can be updated: this runs after a create that did not see the cluster become ready.
  async update({ clouds, id, inputs, context }) {
    return waitUntilReady(await clouds.fly(), id, inputs, context);
  },

  async delete({ clouds, id, context: { signal } }) {
    const { postgres } = await clouds.fly();
    await postgres.delete(id);
    const write = { what: `Postgres cluster ${id}`, command: line`fly mpg status ${id}`, signal, minutes: 5 };
    await requireGone(write, async () => {
      const cluster = await postgres.find(id);
      return cluster?.status.startsWith("delet") ? undefined : cluster;
    });
  },
});

async function createCluster(fly: FlyClient, inputs: Inputs, context: Context): Promise<{ id: string }> {
  const { name, organization } = inputs;
  const findByName = async () => (await fly.postgres.list(organization)).find((cluster) => cluster.name === name);
  const taken = await findByName();
  if (taken) {
    throw existsAlready(
      `Organization "${organization}" already has a Postgres cluster "${name}", and nothing proves that this stack made it.`,
      context,
    );
  }
  return createOnce<{ id: string }>({ create: () => fly.postgres.create(inputs), find: findByName });
}

/** Throws a PartialFailure when the cluster fails, cannot be read, or is not ready after 20 minutes. */
async function waitUntilReady(fly: FlyClient, id: string, inputs: Inputs, context: Context): Promise<Outputs> {
  let told = 0;
  const onWait = (elapsedMs: number) => {
    const minutes = Math.floor(elapsedMs / 60_000);
    if (minutes > told) context.log("info", `Postgres cluster "${inputs.name}" is not ready yet (${minutes} minutes).`);
    told = minutes;
  };
  const limits = { deadlineMs: 20 * 60_000, signal: context.signal, onWait };
  let problem = "it is not ready after 20 minutes.";
  try {
    const settled = await poll(limits, async () => {
      const cluster = await fly.postgres.find(id);
      return ["ready", "failed", "error"].includes(cluster?.status ?? "") ? cluster : undefined;
    });
    if (settled?.status === "ready") return toOutputs(settled);
    if (settled) problem = `it has the status ${settled.status}.`;
  } catch (error) {
    problem = whatOf(error);
  }
  throw new PartialFailure({ id, inputs, outputs: { clusterId: id } }, [notReady(inputs.name, id, problem, context)]);
}

function notReady(name: string, id: string, why: string, { stack }: Context): Problem {
  return new Problem({
    code: "not-ready",
    what: `Postgres cluster "${name}" (${id}) was ordered, but ${why}`,
    fix: "see how it is, then go on waiting; remove the cluster if it failed for good",
    commands: [line`fly mpg status ${id}`, line`pulumi up --stack ${stack}`],
  });
}

function toInputs(cluster: FlyPostgresCluster, known: Inputs | undefined): Inputs {
  const { name, region, plan, disk_size_gb, pg_major_version, organization } = cluster;
  return inputs.parse({
    name,
    organization: known?.organization === "personal" ? "personal" : organization?.slug,
    region,
    plan,
    diskGb: disk_size_gb,
    pgMajorVersion: pg_major_version ?? known?.pgMajorVersion,
  });
}

/** Hosts are empty until the cluster is ready. */
function toOutputs({ id, endpoints }: FlyPostgresCluster): Outputs {
  const { direct, pooler } = endpoints?.primary ?? {};
  return {
    clusterId: id,
    directHost: direct?.host ?? "",
    directPort: direct?.port ?? 0,
    poolerHost: pooler?.host ?? "",
    poolerPort: pooler?.port ?? 0,
  };
}
