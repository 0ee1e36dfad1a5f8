import { z } from "zod";
import { createOnce } from "../../clouds/call/create-once.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import { defineResource, PartialFailure } from "../../plugin/resource.ts";
import { Problem } from "../../problem/problem.ts";
import type { Clouds } from "../clouds.ts";
import { requireAccess } from "../database-access.ts";
import { existsAlready } from "../exists-already.ts";
import { parseChildId } from "./child-id.ts";

const inputs = z.object({
  cluster: z.string().describe("Id of the Managed Postgres cluster. Changing it replaces the user."),
  username: z.string().min(1).describe("Name of the user. Changing it replaces the user."),
  role: z.enum(["schema_admin", "writer", "reader"]).default("schema_admin").describe("What the user may do."),
});

const outputs = z.object({ password: z.string().describe("Made up by Fly.") });

type Inputs = z.infer<typeof inputs>;

/** A user of a cluster of Fly's Managed Postgres. Its id is `<cluster id>/<username>`. */
export const postgresUserDefinition = defineResource<Clouds>()({
  token: "parity:fly:PostgresUser",
  description: "A user of a cluster of Fly's Managed Postgres.",
  inputs,
  outputs,
  secretOutputs: ["password"],
  replaceOn: ["cluster", "username"],

  async create({ clouds, inputs, context }) {
    const fly = await clouds.fly();
    const id = `${inputs.cluster}/${inputs.username}`;
    await createUser(fly, inputs, `pulumi import parity:fly:PostgresUser ${context.name} ${id}`);
    try {
      return { id, inputs, outputs: { password: await readPassword(fly, inputs) } };
    } catch (error) {
      throw new PartialFailure({ id, inputs, outputs: {} }, [error]);
    }
  },

  async read({ clouds, id, known, context }) {
    const fly = await clouds.fly();
    const { parent: cluster, child: username } = parseChildId(id, "<cluster id>/<username>");
    const user = (await fly.postgres.listUsers(cluster))?.find((one) => one.username === username);
    if (!user) return undefined;
    const read = inputs.parse({ cluster, username, role: user.role });
    const live = { id, inputs: read, outputs: { password: await readPassword(fly, read) } };
    return requireAccess(live, known, context);
  },

  async update({ clouds, inputs }) {
    const fly = await clouds.fly();
    await fly.postgres.changeRole(inputs.cluster, inputs);
    return { password: await readPassword(fly, inputs) };
  },

  async delete({
    clouds,
    before: {
      inputs: { cluster, username },
    },
  }) {
    await (await clouds.fly()).postgres.deleteUser(cluster, username);
  },
});

async function createUser({ postgres }: FlyClient, inputs: Inputs, importing: string): Promise<void> {
  const { cluster, username } = inputs;
  const exists = async () =>
    (await postgres.listUsers(cluster))?.some((user) => user.username === username) || undefined;
  if (await exists()) {
    throw existsAlready(
      `Postgres cluster ${cluster} already has a user "${username}", made by somebody else.`,
      importing,
    );
  }
  const create = async () => {
    await postgres.createUser(cluster, inputs);
    return true;
  };
  await createOnce({ create, find: exists });
}

async function readPassword({ postgres }: FlyClient, { cluster, username }: Inputs): Promise<string> {
  const password = await postgres.readPassword(cluster, username);
  if (password !== undefined) return password;
  throw new Problem({
    code: "no-password",
    what: `Fly has no password of user "${username}" of Postgres cluster ${cluster}.`,
    fix: `see \`fly mpg users list ${cluster}\`, then run the same command again`,
  });
}
