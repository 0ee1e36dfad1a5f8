import { z } from "zod";
import { isStatus } from "../../clouds/call/cloud-error.ts";
import type { NeonClient } from "../../clouds/neon/client.ts";
import { type Context, defineResource, type State } from "../../plugin/resource.ts";
import { type CommandLine, line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import type { Clouds } from "../clouds.ts";
import { requireAccess } from "../database-access.ts";
import { keeping } from "../keeping.ts";
import { pickDeclared } from "./convergence.ts";
import { findDisabled, observeKnown } from "./health.ts";
import { waitUntilGone } from "./presence.ts";
import { createProject, listOwnProjects } from "./project-creation.ts";
import {
  checkProject,
  type ProjectInputs,
  type ProjectOutputs,
  projectInputs,
  projectOutputs,
} from "./project-properties.ts";
import {
  convergeProject,
  type ObservedProject,
  observeDefaultBranch,
  observeProject,
  type ProjectParts,
  requireProject,
  toOutputs,
  toProperties,
} from "./project-state.ts";
import { type ProjectId, parseProjectId } from "./resource-id.ts";

/**
 * A Neon project with its default branch, compute, role and database: what one environment's data lives in. Its id is the
 * project's. An import takes `<project>`, or `<project>/<database>` where there are several databases.
 */
export const projectDefinition = defineResource<Clouds>()({
  token: "parity:neon:Project",
  description: "A Neon project with its default branch, compute, role and database.",
  inputs: projectInputs,
  outputs: projectOutputs,
  secretOutputs: ["password", "url", "pooledUrl"],
  replaceOn: ["region", "postgres", "role", "database"],
  stateful: "The data of its databases goes with it.",
  recovery: "Neon keeps deleted projects for seven days",
  neverReplaced: {
    why: "Neon fixes it when the project is created, and a new project would start empty.",
    fix:
      "declare a second project beside this one, copy the data over (https://neon.com/docs/import/migrate-from-neon), point " +
      "the apps at it, then remove this one; a further role or database can be declared as parity:neon:Role and " +
      "parity:neon:Database",
  },
  check: checkProject,
  changedBy: (changed) => (changed.includes("passwordGeneration") ? ["password", "url", "pooledUrl"] : []),

  async find({ clouds, inputs, signal }) {
    const neon = (await clouds.neon()).until(signal);
    const { name, organization } = inputs;
    if (name === undefined) return [];
    const found = await neon.projects.listNamed(name, organization ?? neon.organization);
    return found.map(({ id }) => importIdOf(id, inputs));
  },

  async findOwn({ clouds, inputs, owner, signal }) {
    const neon = (await clouds.neon()).until(signal);
    return (await listOwnProjects(neon, inputs, owner)).map((id) => importIdOf(id, inputs));
  },

  async create({ clouds, inputs, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const { answer: started, settled } = await createProject(neon, inputs, context);
    const id = started.outputs.projectId;
    return keeping({ id, inputs, outputs: started.outputs }, async () => {
      await settled;
      const seen = await convergeProject(neon, { ...started.outputs, ...inputs }, inputs, context, started.seen);
      return { id, inputs, outputs: toOutputs(seen) };
    });
  },

  async read({ clouds, id, known, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const imported = known ? undefined : parseProjectId(id);
    const parts = known ? toParts(id, known) : await findParts(neon, parseProjectId(id));
    const seen = parts && (await observeKnown(id, known, () => observeProject(neon, parts)));
    if (!seen) return undefined;
    const live = {
      id: seen.project.id,
      inputs: toInputs(seen, known?.inputs, imported?.declared),
      outputs: toOutputs(seen),
    };
    return requireAccess(live, known, context, findDisabled(seen.endpoint));
  },

  async update({ clouds, id, before, inputs, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    const parts = toParts(id, before);
    await neon.changes.settle(id);
    const seen = await convergeProject(neon, parts, withoutDropped(before.inputs, inputs), context);
    if (inputs.passwordGeneration === before.inputs.passwordGeneration) return toOutputs(seen);
    await neon.roles.resetPassword({ projectId: id, branchId: seen.branch.id, name: inputs.role });
    return toOutputs(await requireProject(neon, parts, context));
  },

  async delete({ clouds, id, before, context }) {
    const neon = (await clouds.neon()).until(context.signal);
    try {
      await neon.projects.delete(id);
    } catch (error) {
      const guarded = before.inputs.protectedBranch === true && isStatus(error, 400, 409, 412, 422);
      throw guarded ? error.withFix(...unprotect(context)) : error;
    }
    await waitUntilGone(neon, `project ${id}`, () => neon.projects.find(id));
  },
});

/** What an import takes only when it is declared: Neon has a value for each. */
const optionalNames = Object.entries(projectInputs.shape).flatMap(([name, schema]) =>
  schema instanceof z.ZodOptional && name !== "lineage" ? [name as keyof ProjectInputs] : [],
);

function importIdOf(id: string, inputs: Partial<ProjectInputs>): string {
  const declared = optionalNames.filter((one) => inputs[one] !== undefined).join(",");
  return `${id}/${inputs.database}${declared && `?${declared}`}`;
}

/** Both lines work in a stack of which a destroy has left this project. */
function unprotect({ urn, stack }: Context): [string, ...CommandLine[]] {
  return [
    `Neon keeps a project with a protected branch: write "protect: false" in Pulumi.${stack}.yaml, ` +
      "which takes that protection away too, and bring up this project alone, then destroy the rest",
    line`pulumi up --stack ${stack} --target ${urn}`,
    line`parity destroy --stack ${stack}`,
  ];
}

function toParts(projectId: string, { inputs, outputs }: State<ProjectInputs, Partial<ProjectOutputs>>): ProjectParts {
  return { projectId, branchId: outputs.branchId, role: inputs.role, database: inputs.database };
}

/** For an import: the database named in the id, or the oldest, with the role that owns it. */
async function findParts(neon: NeonClient, id: ProjectId): Promise<ProjectParts | undefined> {
  const { projectId, database: desired } = id;
  if (!(await neon.projects.find(projectId))) return undefined;
  const branch = await observeDefaultBranch(neon, projectId, undefined);
  const databases = (await neon.databases.list(projectId, branch.id)) ?? [];
  const [oldest] = [...databases].sort(
    (one, other) => one.created_at.localeCompare(other.created_at) || one.id - other.id,
  );
  const database = desired === undefined ? oldest : databases.find(({ name }) => name === desired);
  if (!database) {
    const names = databases.map(({ name }) => name).join(", ") || "none";
    const missing = desired === undefined ? "" : ` "${desired}"`;
    throw new Problem({
      code: "import-id",
      what: `Project ${projectId} has no database${missing} on its default branch; it has: ${names}.`,
      fix: `import \`${projectId}/<database>\` with one that is there`,
    });
  }
  return { projectId, branchId: branch.id, role: database.owner_name, database: database.name };
}

/** What is there, as inputs. What was not declared stays undeclared: it is Neon's to choose. */
function toInputs(
  seen: ObservedProject,
  known: ProjectInputs | undefined,
  imported: readonly string[] = [],
): ProjectInputs {
  const { name, region, postgres, branch, logicalReplication, ...optional } = toProperties(seen);
  const { role, database } = seen.connection;
  return {
    ...pickDeclared(
      { ...optional, lineage: known?.lineage },
      known ?? Object.fromEntries(imported.map((one) => [one, one])),
    ),
    ...(logicalReplication && known?.logicalReplication && { logicalReplication }),
    name,
    region,
    postgres,
    branch,
    role,
    database,
    passwordGeneration: known?.passwordGeneration ?? 1,
  };
}

/** An input that is no longer declared goes back to Neon's default, where there is one that every plan has. */
function withoutDropped(before: ProjectInputs, inputs: ProjectInputs): ProjectInputs {
  const dropped = (name: keyof ProjectInputs) => before[name] !== undefined && inputs[name] === undefined;
  return {
    ...inputs,
    ...(dropped("protectedBranch") && { protectedBranch: false }),
    ...(dropped("suspendTimeoutSeconds") && { suspendTimeoutSeconds: 0 }),
  };
}
