import { z } from "zod";
import { createOnce } from "../../clouds/call/create-once.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import type { Clouds } from "../clouds.ts";
import { existsAlready } from "../exists-already.ts";
import { keeping } from "../keeping.ts";
import { parseChildId } from "./child-id.ts";
import { requireGone, requireShown } from "./presence.ts";

const inputs = z.object({
  cluster: z.string().describe("Id of the Managed Postgres cluster. Cannot be changed."),
  name: z.string().min(1).describe("Name of the database. Cannot be changed."),
});

type Inputs = z.infer<typeof inputs>;

/** A database in a cluster of Fly's Managed Postgres. Its id is `<cluster id>/<name>`. */
export const postgresDatabaseDefinition = defineResource<Clouds>()({
  token: "parity:fly:PostgresDatabase",
  description: "A database in a cluster of Fly's Managed Postgres.",
  inputs,
  outputs: z.object({}),
  replaceOn: ["cluster", "name"],
  stateful: "Its data goes with it.",
  neverReplaced: {
    why: "Fly has no renaming, and a new database would be empty.",
    fix: "declare a second one beside it, move the data with pg_dump and pg_restore, then remove the first",
  },

  async find({ clouds, inputs: { cluster, name } }) {
    if (cluster === undefined || name === undefined) return undefined;
    return (await exists(await clouds.fly(), { cluster, name })) ? [`${cluster}/${name}`] : [];
  },

  async create({ clouds, inputs, context }) {
    const id = `${inputs.cluster}/${inputs.name}`;
    const fly = await clouds.fly();
    await createDatabase(fly, inputs, context);
    return keeping({ id, inputs, outputs: {} }, async () => {
      await requireShown({ ...describe(inputs), signal: context.signal }, () => exists(fly, inputs));
      return { id, inputs, outputs: {} };
    });
  },

  async read({ clouds, id }) {
    const { parent: cluster, child: name } = parseChildId(id, "<cluster id>/<database>");
    const inputs = { cluster, name };
    return (await exists(await clouds.fly(), inputs)) && { id, inputs, outputs: {} };
  },

  // No input can be updated: this runs after a create whose database could not be seen.
  async update({ clouds, inputs, context }) {
    const fly = await clouds.fly();
    if (!(await exists(fly, inputs))) await createDatabase(fly, inputs, context);
    await requireShown({ ...describe(inputs), signal: context.signal }, () => exists(fly, inputs));
    return {};
  },

  async delete({ clouds, before: { inputs }, context: { signal } }) {
    const fly = await clouds.fly();
    await fly.postgres.deleteDatabase(inputs.cluster, inputs.name);
    await requireGone({ ...describe(inputs), signal }, () => exists(fly, inputs));
  },
});

async function exists({ postgres }: FlyClient, { cluster, name }: Inputs): Promise<true | undefined> {
  return (await postgres.listDatabases(cluster))?.includes(name) || undefined;
}

function describe({ cluster, name }: Inputs) {
  return {
    what: `database "${name}" of Postgres cluster ${cluster}`,
    command: line`fly mpg databases list ${cluster}`,
  };
}

async function createDatabase(fly: FlyClient, inputs: Inputs, context: Context): Promise<void> {
  const { cluster, name } = inputs;
  if (await exists(fly, inputs)) {
    throw existsAlready(
      `Postgres cluster ${cluster} already has a database "${name}", and nothing proves that this stack made it.`,
      context,
    );
  }
  const create = async () => {
    await fly.postgres.createDatabase(cluster, name);
    return true;
  };
  await createOnce({ create, find: () => exists(fly, inputs) });
}
