import { z } from "zod";
import { readQuery } from "../body.ts";
import { defineCall } from "../call.ts";
import type { Branch, NeonState, ProjectState } from "../entities.ts";
import { notFound } from "../errors.ts";
import { passwordOf } from "../passwords.ts";
import { findBranch, findDatabase, findEndpoint, findPrimaryEndpoint, findProject, findRole } from "../store.ts";
import { revealPassword } from "./roles.ts";

interface ConnectionParameters {
  readonly database: string;
  readonly password: string;
  readonly role: string;
  readonly host: string;
  readonly pooler_host: string;
}

/** PgBouncer's host of an endpoint: `-pooler` behind the first label. */
function toPoolerHost(host: string): string {
  return host.replace(".", "-pooler.");
}

function composeUri(
  host: string,
  { role, password, database }: Omit<ConnectionParameters, "host" | "pooler_host">,
): string {
  const user = `${encodeURIComponent(role)}:${encodeURIComponent(password)}`;
  return `postgresql://${user}@${host}/${encodeURIComponent(database)}?sslmode=require&channel_binding=require`;
}

/**
 * `connection_uris` of a branch as the create calls answer it. `undefined` when there is more than one role or database,
 * nothing to connect to, or no password to give.
 */
export function listConnectionUris(state: NeonState, held: ProjectState, branch: Branch) {
  const [role, ...otherRoles] = held.roles.filter(({ branch_id }) => branch_id === branch.id);
  const [database, ...otherDatabases] = held.databases.filter(({ branch_id }) => branch_id === branch.id);
  const endpoint = findPrimaryEndpoint(held, branch.id);
  if (!role || !database || !endpoint || otherRoles.length + otherDatabases.length > 0) return undefined;
  const password = passwordOf(state, role);
  if (password === undefined) return undefined;
  const parameters: ConnectionParameters = {
    database: database.name,
    password,
    role: role.name,
    host: endpoint.host,
    pooler_host: toPoolerHost(endpoint.host),
  };
  return [{ connection_uri: composeUri(endpoint.host, parameters), connection_parameters: parameters }];
}

const uriQuery = z.object({
  database_name: z.string().min(1),
  role_name: z.string().min(1),
  branch_id: z.string().exactOptional(),
  endpoint_id: z.string().exactOptional(),
  pooled: z.enum(["true", "false"]).default("false"),
});

export const connectionUriCalls = [
  defineCall("getConnectionUri", "GET", "/projects/:project_id/connection_uri", (request) => {
    const held = findProject(request);
    const asked = readQuery(request, uriQuery);
    const branch = findBranch(held, asked.branch_id ?? held.branches.find((other) => other.default)?.id);
    const endpoint = asked.endpoint_id ? findEndpoint(held, asked.endpoint_id) : findPrimaryEndpoint(held, branch.id);
    // guess: the status for a branch without an endpoint, and for an endpoint of another branch
    if (!endpoint || endpoint.branch_id !== branch.id) throw notFound("endpoint");
    const database = findDatabase(held, branch.id, asked.database_name).name;
    const role = findRole(held, branch.id, asked.role_name);
    const password = revealPassword(request, held, role);
    const host = asked.pooled === "true" ? toPoolerHost(endpoint.host) : endpoint.host;
    return { status: 200, body: { uri: composeUri(host, { role: role.name, password, database }) } };
  }),
];
