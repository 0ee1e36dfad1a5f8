import type { Started } from "../../clouds/neon/changes.ts";
import type { NeonClient } from "../../clouds/neon/client.ts";
import type { CreatedNeonProject, NamedNeonProject, NewNeonProject } from "../../clouds/neon/projects.ts";
import type { Context, Owner } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { describeConnection } from "../../vendors/neon/connection.ts";
import { existsAlready } from "../exists-already.ts";
import { toEndpointSettings } from "./compute.ts";
import { createAtNeon } from "./creation.ts";
import { carriesMark, describeMark, LINEAGE_RULE, type OwnershipMark, toOwnershipMark } from "./ownership.ts";
import type { ProjectInputs, ProjectOutputs } from "./project-properties.ts";
import { type ObservedProject, observedIn } from "./project-state.ts";

const TOKEN = "parity:neon:Project";

/** What is known of a project as soon as it exists. */
export interface StartedProject {
  readonly outputs: Pick<ProjectOutputs, "projectId" | "branchId"> & Partial<ProjectOutputs>;
  /** As it is going to be, once it has settled. Absent of one that an earlier run began. */
  readonly seen?: ObservedProject | undefined;
}

/**
 * Creates the project with its branch, role and database in one call, or takes over what an earlier run of this state
 * began. Names are not unique at Neon: the mark on the default branch is what tells ours from another's.
 */
export async function createProject(
  neon: NeonClient,
  inputs: ProjectInputs,
  context: Context,
): Promise<Started<StartedProject>> {
  const mark = toOwnershipMark(TOKEN, context, inputs.lineage);
  const organization = inputs.organization ?? neon.organization;
  const find = () => findOwnProject(neon, { inputs, organization, mark, context });
  return (
    (await find()) ??
    createAtNeon({
      signal: context.signal,
      find,
      create: async () => {
        const { answer, settled } = await neon.projects.create(toRequest(inputs, organization, mark));
        return { answer: { outputs: toKnown(answer), seen: observedIn(answer, inputs) }, settled };
      },
    })
  );
}

interface Search {
  readonly inputs: ProjectInputs;
  readonly organization: string | undefined;
  readonly mark: OwnershipMark;
  readonly context: Context;
}

/** The projects of a name that this resource of this lineage has made, once what goes on in them is done. */
export async function listOwnProjects(
  neon: NeonClient,
  { name, organization, lineage }: Partial<ProjectInputs>,
  owner: Owner,
): Promise<readonly string[]> {
  if (name === undefined || lineage === undefined) return [];
  const mark = toOwnershipMark(TOKEN, owner, lineage);
  const seen = await readMarks(neon, await neon.projects.listNamed(name, organization ?? neon.organization), mark);
  const ids = seen.flatMap(({ project, own }) => (own ? project.id : []));
  for (const id of ids) await neon.changes.settle(id);
  return ids;
}

/** With the branch of each that carries the mark. */
function readMarks(neon: NeonClient, projects: readonly NamedNeonProject[], mark: OwnershipMark) {
  return Promise.all(
    projects.map(async (project) => {
      const branches = await neon.branches.list(project.id);
      return { project, branches, own: branches.find(({ annotation }) => carriesMark(annotation, mark)) };
    }),
  );
}

async function findOwnProject(neon: NeonClient, search: Search): Promise<Started<StartedProject> | undefined> {
  const named = await neon.projects.listNamed(search.inputs.name, search.organization);
  const seen = await readMarks(neon, named, search.mark);
  const ours = seen.filter(({ own }) => own !== undefined);
  const [first] = ours;
  if (!first?.own) {
    if (named.length === 0) return undefined;
    const marks = seen.map(({ branches }) => branches.map(({ annotation }) => describeMark(annotation)).join(""));
    throw refuseForeign(search, named, marks.join(""));
  }
  if (ours.length > 1)
    throw refuseSeveral(
      search,
      ours.map(({ project }) => project.id),
    );
  const { project, own } = first;
  refuseOther(search, project);
  search.context.log("info", `Project "${project.name}" (${project.id}) was started by an earlier run: taken over.`);
  return {
    answer: { outputs: { projectId: project.id, branchId: own.id } },
    settled: neon.changes.settle(project.id),
  };
}

function toRequest(inputs: ProjectInputs, organization: string | undefined, mark: OwnershipMark): NewNeonProject {
  const compute = toEndpointSettings(inputs);
  return {
    name: inputs.name,
    region_id: inputs.region,
    pg_version: inputs.postgres,
    ...(organization !== undefined && { org_id: organization }),
    branch: {
      name: inputs.branch,
      role_name: inputs.role,
      database_name: inputs.database,
      annotations: { ...mark },
    },
    ...(inputs.historyRetentionSeconds !== undefined && { history_retention_seconds: inputs.historyRetentionSeconds }),
    ...(Object.keys(compute).length > 0 && { default_endpoint_settings: compute }),
    ...(inputs.logicalReplication && { settings: { enable_logical_replication: true } }),
  };
}

function toKnown({ project, branch, endpoints, connection_uris: uris }: CreatedNeonProject): StartedProject["outputs"] {
  const connection = uris[0]?.connection_parameters;
  return {
    projectId: project.id,
    branchId: branch.id,
    ...(endpoints[0] && { endpointId: endpoints[0].id }),
    ...(connection && { password: connection.password, ...describeConnection(connection) }),
  };
}

function refuseForeign({ inputs, context }: Search, named: readonly NamedNeonProject[], marks: string): Problem {
  const ids = named.map(({ id }) => id);
  const which = ids.length === 1 ? `project ${ids[0]} has` : `projects ${ids.join(", ")} have`;
  return existsAlready(
    `Neon ${which} the name "${inputs.name}" already, and nothing proves that this state made it.${marks}`,
    context,
    marks === "" ? undefined : LINEAGE_RULE,
  );
}

function refuseSeveral({ inputs }: Search, ids: readonly string[]): Problem {
  return new Problem({
    code: "made-twice",
    what: `This stack has made several Neon projects "${inputs.name}": ${ids.join(", ")}. One of them is to stay.`,
    fix: "look at both in the Neon Console, delete the empty one there, then run the same command again",
  });
}

/** A leftover of other inputs is not what is asked for now, and cannot become it. */
function refuseOther({ inputs }: Search, { id, region_id: region, pg_version: postgres }: NamedNeonProject): void {
  if (region === inputs.region && postgres === inputs.postgres) return;
  throw new Problem({
    code: "unlike-leftover",
    what: `An earlier run made Neon project ${id} in ${region} with Postgres ${postgres}, not in ${inputs.region} with ${inputs.postgres}.`,
    fix: "write what it has, or, if nothing is in it yet, delete it",
    commands: [line`neon projects delete ${id}`],
  });
}
