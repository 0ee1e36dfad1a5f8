import { z } from "zod";
import { isStatus } from "../../clouds/call/cloud-error.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { Problem } from "../../problem/problem.ts";
import { neonRoleNameProblem } from "../../vendors/neon/names.ts";
import type { Clouds } from "../clouds.ts";
import { requireAccess } from "../database-access.ts";
import { existsAlready } from "../exists-already.ts";
import { keeping } from "../keeping.ts";
import { createAtNeon } from "./creation.ts";
import { waitUntilGone } from "./presence.ts";
import { neonId, parseNamedId } from "./resource-id.ts";

const inputs = z.object({
  projectId: neonId("project").describe("Id of the project. Changing it replaces the role."),
  branchId: neonId("branch").describe("Id of the branch. Changing it replaces the role."),
  name: z.string().describe("Name of the role, up to 63 bytes. Changing it replaces the role."),
  inherited: z
    .boolean()
    .optional()
    .describe(
      "True takes the role that the branch has from its parent, and leaves it there in the end. Default false.",
    ),
  generation: z.int().min(1).default(1).describe("Another number resets the password in place. Default 1."),
});

const outputs = z.object({
  password: z.string().describe("Chosen by Neon. An old one ends when another is made."),
});

type Inputs = z.infer<typeof inputs>;

/**
 * A role of a branch, beside the one that came with the project. Its id is `<project>/<branch>/<name>`. Neon keeps no notes
 * on roles, so a role that is there before this stack made it is never taken over unasked.
 */
export const roleDefinition = defineResource<Clouds>()({
  token: "parity:neon:Role",
  description: "A Postgres role on a branch of a Neon project, with a password that Neon chooses.",
  inputs,
  outputs,
  secretOutputs: ["password"],
  replaceOn: ["projectId", "branchId", "name"],
  // A database's owner can only be deleted when the database has another.
  createBeforeDelete: true,
  check: ({ name }) => {
    const problem = name === undefined ? undefined : neonRoleNameProblem(name);
    return problem ? [problem.at({ path: ["name"] })] : [];
  },
  changedBy: (changed) => (changed.includes("generation") ? ["password"] : []),

  async find({ clouds, inputs: { projectId, branchId, name, inherited }, signal }) {
    if (!projectId || !branchId || !name || inherited) return [];
    const role = await (await clouds.neon()).until(signal).roles.find({ projectId, branchId, name });
    return role ? [`${projectId}/${branchId}/${name}`] : [];
  },

  async create({ clouds, inputs, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const id = `${inputs.projectId}/${inputs.branchId}/${inputs.name}`;
    const there = await neon.roles.find(inputs);
    if (inputs.inherited && !there) throw refuseMissing(inputs);
    if (inputs.inherited) return { id, inputs, outputs: { password: await neon.roles.revealPassword(inputs) } };
    if (there) throw refuseExisting(inputs, context);
    const { answer, settled } = await createAtNeon({
      signal: context.signal,
      create: async () => {
        const { answer, settled } = await neon.roles.create(inputs);
        return { answer: answer.role.password, settled };
      },
      // It was not there a moment ago.
      find: async () => {
        const role = await neon.roles.find(inputs);
        return role && { answer: undefined, settled: neon.changes.settle(inputs.projectId) };
      },
    });
    return keeping({ id, inputs, outputs: answer === undefined ? {} : { password: answer } }, async () => {
      await settled;
      return { id, inputs, outputs: { password: await neon.roles.revealPassword(inputs) } };
    });
  },

  async read({ clouds, id, known, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const key = parseNamedId(id);
    if (!(await neon.roles.find(key))) return undefined;
    const generation = known?.inputs.generation ?? 1;
    const { inherited } = known?.inputs ?? {};
    const own = { ...key, generation, ...(inherited !== undefined && { inherited }) };
    const live = { id, inputs: own, outputs: { password: await neon.roles.revealPassword(key) } };
    return requireAccess(live, known, context);
  },

  async update({ clouds, id, before, inputs, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const key = parseNamedId(id);
    await neon.changes.settle(key.projectId);
    if (inputs.generation !== before.inputs.generation) await neon.roles.resetPassword(key);
    return { password: await neon.roles.revealPassword(key) };
  },

  async delete({ clouds, id, before, context }) {
    if (before.inputs.inherited) return;
    const neon = (await clouds.neon()).until(context.signal);
    const key = parseNamedId(id);
    try {
      await neon.roles.delete(key);
    } catch (error) {
      throw isStatus(error, 400, 409, 412, 422) ? error.withFix(OWNER) : error;
    }
    await waitUntilGone(neon, `role "${key.name}"`, () => neon.roles.find(key));
  },
});

const OWNER = "Neon keeps a role that owns a database: give the database another owner, or delete it first";

function refuseMissing({ branchId, name }: Inputs): Problem {
  return new Problem({
    code: "not-inherited",
    what: `Branch ${branchId} has no role "${name}" from its parent.`,
    why: "A branch has what its parent had when it was made or last reset.",
    fix: "bring up the stack of the parent, then reset the branch to it",
  });
}

function refuseExisting({ projectId, branchId, name }: Inputs, context: Context): Problem {
  const what = `Branch ${branchId} of Neon project ${projectId} has a role "${name}" already. It came with the project or from the parent branch, or somebody made it.`;
  return existsAlready(what, context);
}
