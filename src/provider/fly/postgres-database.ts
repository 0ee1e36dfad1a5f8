import { z } from "zod";
import { createOnce } from "../../clouds/call/create-once.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import { defineResource } from "../../plugin/resource.ts";
import type { Clouds } from "../clouds.ts";
import { existsAlready } from "../exists-already.ts";
import { parseChildId } from "./child-id.ts";

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
  stateful: "Its data goes with it.",
  neverReplaced: {
    why: "Fly has no renaming, and a new database would be empty.",
    fix: "declare a second one beside it, move the data with pg_dump and pg_restore, then remove the first",
  },

  async create({ clouds, inputs, context }) {
    const id = `${inputs.cluster}/${inputs.name}`;
    await createDatabase(await clouds.fly(), inputs, `pulumi import parity:fly:PostgresDatabase ${context.name} ${id}`);
    return { id, inputs, outputs: {} };
  },

  async read({ clouds, id }) {
    const { parent: cluster, child: name } = parseChildId(id, "<cluster id>/<database>");
    const names = await (await clouds.fly()).postgres.listDatabases(cluster);
    return names?.includes(name) ? { id, inputs: { cluster, name }, outputs: {} } : undefined;
  },

  async delete({
    clouds,
    before: {
      inputs: { cluster, name },
    },
  }) {
    await (await clouds.fly()).postgres.deleteDatabase(cluster, name);
  },
});

async function createDatabase({ postgres }: FlyClient, { cluster, name }: Inputs, importing: string): Promise<void> {
  const exists = async () => (await postgres.listDatabases(cluster))?.includes(name) || undefined;
  if (await exists()) {
    throw existsAlready(
      `Postgres cluster ${cluster} already has a database "${name}", made by somebody else.`,
      importing,
    );
  }
  const create = async () => {
    await postgres.createDatabase(cluster, name);
    return true;
  };
  await createOnce({ create, find: exists });
}
