import { z } from "zod";
import type { NeonClient } from "../../clouds/neon/client.ts";
import type { NeonDatabase } from "../../clouds/neon/databases.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { describeConnection } from "../../vendors/neon/connection.ts";
import { neonDatabaseNameProblem } from "../../vendors/neon/names.ts";
import type { Clouds } from "../clouds.ts";
import { existsAlready } from "../exists-already.ts";
import { keeping } from "../keeping.ts";
import { converge } from "./convergence.ts";
import { createAtNeon } from "./creation.ts";
import { observeConnection } from "./parts.ts";
import { waitUntilGone, waitUntilShown } from "./presence.ts";
import { neonId, parseNamedId } from "./resource-id.ts";

const inputs = z.object({
  projectId: neonId("project").describe("Id of the project. Cannot be changed."),
  branchId: neonId("branch").describe("Id of the branch. Cannot be changed."),
  name: z.string().describe("Name of the database, up to 63 bytes. Renamed in place."),
  owner: z.string().min(1).describe("Role that owns it and that the URLs connect as. Changed in place."),
  ownerPassword: z
    .string()
    .min(1)
    .optional()
    .describe("Password for the URLs: give the owner's Role's, and they follow its rotation. Default: read from Neon."),
});

const outputs = z.object({
  databaseId: z.int().describe("Neon's number of the database. Stays when it is renamed."),
  host: z.string().describe("Host for migrations and sessions."),
  pooledHost: z.string().describe("Host for many short connections: PgBouncer in transaction mode."),
  url: z.string().describe("`postgresql://` URI by the direct host."),
  pooledUrl: z.string().describe("`postgresql://` URI by the pooled host."),
});

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;
type Place = Pick<Inputs, "projectId" | "branchId">;

/**
 * A database on a branch, beside the one that came with the project. Its id is `<project>/<branch>/<name>` with the name it
 * was made with; after a rename it is found by Neon's number.
 */
export const databaseDefinition = defineResource<Clouds>()({
  token: "parity:neon:Database",
  description: "A Postgres database on a branch of a Neon project.",
  inputs,
  outputs,
  secretInputs: ["ownerPassword"],
  secretOutputs: ["url", "pooledUrl"],
  replaceOn: ["projectId", "branchId"],
  stateful: "Its data goes with it.",
  neverReplaced: {
    why: "A database stays on its branch, and a new one would start empty.",
    fix:
      "declare a second database on the other branch, copy the data over " +
      "(https://neon.com/docs/import/migrate-from-neon), then remove this one",
  },
  check: ({ name }) => {
    const problem = name === undefined ? undefined : neonDatabaseNameProblem(name);
    return problem ? [problem.at({ path: ["name"] })] : [];
  },
  changedBy: (changed) => (changed.length > 0 ? ["url", "pooledUrl"] : []),

  async find({ clouds, inputs: { projectId, branchId, name }, signal }) {
    if (!projectId || !branchId || !name) return [];
    const neon = (await clouds.neon()).until(signal);
    return (await findDatabase(neon, { projectId, branchId }, { name })) ? [`${projectId}/${branchId}/${name}`] : [];
  },

  async create({ clouds, inputs, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const { projectId, branchId, name, owner } = inputs;
    if (await findDatabase(neon, inputs, { name })) throw refuseExisting(inputs, context);
    const { answer: database, settled } = await createAtNeon({
      signal: context.signal,
      create: async () => {
        const { answer, settled } = await neon.databases.create(inputs, owner);
        return { answer: answer.database, settled };
      },
      // It was not there a moment ago.
      find: async () => {
        const answer = await findDatabase(neon, inputs, { name });
        return answer && { answer, settled: neon.changes.settle(projectId) };
      },
    });
    const id = `${projectId}/${branchId}/${name}`;
    return keeping({ id, inputs, outputs: { databaseId: database.id } }, async () => {
      await settled;
      return { id, inputs, outputs: await convergeDatabase(neon, inputs, database.id) };
    });
  },

  async read({ clouds, id, known, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const { name, ...place } = parseNamedId(id);
    const database = await findDatabase(neon, place, {
      id: known?.outputs.databaseId,
      name: known?.inputs.name ?? name,
    });
    if (!database) return undefined;
    const owner = database.owner_name;
    const connection = await observeConnection(neon, { ...place, role: owner, database: database.name });
    return {
      id,
      inputs: {
        ...place,
        name: database.name,
        owner,
        ...(known?.inputs.ownerPassword !== undefined && { ownerPassword: connection.password }),
      },
      outputs: { databaseId: database.id, ...describeConnection(connection) },
    };
  },

  async update({ clouds, id, before, inputs, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const { name: _madeAs, ...place } = parseNamedId(id);
    await neon.changes.settle(place.projectId);
    const database = await findDatabase(neon, place, { id: before.outputs.databaseId, name: before.inputs.name });
    if (!database)
      throw new Problem({
        code: "gone",
        what: `Neon database "${before.inputs.name}" is gone.`,
        fix: "have the state forget it, and make another",
        commands: [line`pulumi up --refresh --stack ${context.stack}`],
      });
    return convergeDatabase(neon, inputs, database.id);
  },

  async delete({ clouds, id, before, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const { name, ...place } = parseNamedId(id);
    const known = { id: before.outputs.databaseId, name: before.inputs.name ?? name };
    const database = await findDatabase(neon, place, known);
    if (!database) return;
    await neon.databases.delete({ ...place, name: database.name });
    await waitUntilGone(neon, `database "${database.name}"`, () => findDatabase(neon, place, known));
  },
});

/** By Neon's number where it is known, else by name: a restored branch has the same database under another number. */
async function findDatabase(
  neon: NeonClient,
  { projectId, branchId }: Place,
  known: { readonly id?: number | undefined; readonly name: string },
): Promise<NeonDatabase | undefined> {
  const databases = (await neon.databases.list(projectId, branchId)) ?? [];
  return databases.find(({ id }) => id === known.id) ?? databases.find(({ name }) => name === known.name);
}

/** Gives the database its declared name and owner. Answers the outputs. */
async function convergeDatabase(neon: NeonClient, inputs: Inputs, id: number): Promise<Outputs> {
  const { projectId, branchId, name, owner, ownerPassword } = inputs;
  const database = await converge<NeonDatabase, Pick<Inputs, "name" | "owner">>({
    what: `database "${name}"`,
    desired: { name, owner },
    toProperties: (seen) => ({ name: seen.name, owner: seen.owner_name }),
    observe: async () => {
      const seen = await waitUntilShown(neon, () => findDatabase(neon, inputs, { id, name }));
      if (seen) return seen;
      throw new Problem({
        code: "not-shown",
        what: `Neon does not show database "${name}" of branch ${branchId}.`,
        fix: "run the same command again",
      });
    },
    apply: async (seen) => {
      await neon.databases.update({ projectId, branchId, name: seen.name }, { name, owner_name: owner });
    },
  });
  const connection = await observeConnection(neon, { projectId, branchId, role: owner, database: name });
  const entered = ownerPassword === undefined ? connection : { ...connection, password: ownerPassword };
  return { databaseId: database.id, ...describeConnection(entered) };
}

function refuseExisting({ projectId, branchId, name }: Inputs, context: Context): Problem {
  const what = `Branch ${branchId} of Neon project ${projectId} has a database "${name}" already. It came with the project or from the parent branch, or somebody made it.`;
  return existsAlready(what, context);
}
