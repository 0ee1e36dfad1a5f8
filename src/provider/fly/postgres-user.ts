import { z } from "zod";
import { createOnce } from "../../clouds/call/create-once.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlyPostgresUser } from "../../clouds/fly/postgres.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { type CommandLine, line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import type { Clouds } from "../clouds.ts";
import { requireAccess } from "../database-access.ts";
import { existsAlready } from "../exists-already.ts";
import { keeping } from "../keeping.ts";
import { parseChildId } from "./child-id.ts";
import { requireGone, requireShown } from "./presence.ts";

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

  async find({ clouds, inputs: { cluster, username } }) {
    if (cluster === undefined || username === undefined) return undefined;
    return (await findUser(await clouds.fly(), { cluster, username })) ? [`${cluster}/${username}`] : [];
  },

  async create({ clouds, inputs, context }) {
    const fly = await clouds.fly();
    const id = `${inputs.cluster}/${inputs.username}`;
    await createUser(fly, inputs, context);
    return keeping({ id, inputs, outputs: {} }, async () => {
      await requireRole(fly, inputs, context);
      return { id, inputs, outputs: { password: await readPassword(fly, inputs) } };
    });
  },

  async read({ clouds, id, known, context }) {
    const fly = await clouds.fly();
    const { parent: cluster, child: username } = parseChildId(id, "<cluster id>/<username>");
    const user = await findUser(fly, { cluster, username });
    if (!user) return undefined;
    const read = inputs.parse({ cluster, username, role: user.role });
    const live = { id, inputs: read, outputs: { password: await readPassword(fly, read) } };
    return requireAccess(live, known, context);
  },

  async update({ clouds, inputs, context }) {
    const fly = await clouds.fly();
    // It is not there when Fly dropped what it said it made.
    if (await findUser(fly, inputs)) await fly.postgres.changeRole(inputs.cluster, inputs);
    else await createUser(fly, inputs, context);
    await requireRole(fly, inputs, context);
    return { password: await readPassword(fly, inputs) };
  },

  async delete({ clouds, before: { inputs }, context: { signal } }) {
    const fly = await clouds.fly();
    const { cluster, username } = inputs;
    await fly.postgres.deleteUser(cluster, username);
    const what = `user "${username}" of Postgres cluster ${cluster}`;
    await requireGone({ what, command: list(cluster), signal }, () => findUser(fly, inputs));
  },
});

type UserName = Pick<Inputs, "cluster" | "username">;

async function findUser(
  { postgres }: FlyClient,
  { cluster, username }: UserName,
): Promise<FlyPostgresUser | undefined> {
  return (await postgres.listUsers(cluster))?.find((user) => user.username === username);
}

async function requireRole(fly: FlyClient, inputs: Inputs, { signal }: Context): Promise<void> {
  const { cluster, username, role } = inputs;
  const what = `user "${username}" of Postgres cluster ${cluster} a ${role}`;
  await requireShown({ what, command: list(cluster), signal }, async () => {
    const user = await findUser(fly, inputs);
    return user?.role === role ? user : undefined;
  });
}

function list(cluster: string): CommandLine {
  return line`fly mpg users list ${cluster}`;
}

async function createUser(fly: FlyClient, inputs: Inputs, context: Context): Promise<void> {
  const { cluster, username } = inputs;
  if (await findUser(fly, inputs)) {
    throw existsAlready(
      `Postgres cluster ${cluster} already has a user "${username}", and nothing proves that this stack made it.`,
      context,
    );
  }
  const create = async () => {
    await fly.postgres.createUser(cluster, inputs);
    return inputs;
  };
  await createOnce<UserName>({ create, find: () => findUser(fly, inputs).then((user) => user && inputs) });
}

async function readPassword({ postgres }: FlyClient, { cluster, username }: Inputs): Promise<string> {
  const password = await postgres.readPassword(cluster, username);
  if (password !== undefined) return password;
  throw new Problem({
    code: "no-password",
    what: `Fly has no password of user "${username}" of Postgres cluster ${cluster}.`,
    fix: "see whether it is there, then run the same command again",
    commands: [list(cluster)],
  });
}
