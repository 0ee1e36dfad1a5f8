import { type Held, partsOf, type Read, type ReadsOf, segment } from "./read.ts";

/**
 * What is counted while people use a database, and what a compute does when it sleeps and wakes (Neon's OpenAPI document: Project,
 * Branch, Endpoint). None of it is read into a state.
 */
const moving = [
  ...["updated_at", "active_time", "active_time_seconds", "cpu_used_sec", "compute_time_seconds"],
  ...["compute_last_active_at", "consumption_period_start", "consumption_period_end", "quota_reset_at"],
  ...["data_storage_bytes_hour", "data_transfer_bytes", "written_data_bytes", "synthetic_storage_size", "logical_size"],
  ...["current_state", "pending_state", "state_changed_at", "last_active", "suspended_at", "started_at"],
  ...["compute_release_version"],
];

const project = (id: string, ...below: string[]) => ["", "projects", id, ...below].join("/");
/** A branch or a compute that is being made has nothing to connect to. */
const read = (path: string): Read => ({ vendor: "neon", path, moving, fails: { current_state: "init" } });

function ofBranch(id: string, branch: string, role?: string, database?: string): Read[] {
  const query = new URLSearchParams({ branch_id: decodeURIComponent(branch) });
  if (database !== undefined) query.set("database_name", decodeURIComponent(database));
  if (role !== undefined) query.set("role_name", decodeURIComponent(role));
  return [
    read(project(id, "branches", branch)),
    read(project(id, "branches", branch, "endpoints")),
    ...(role === undefined || database === undefined ? [] : [read(`${project(id, "connection_uri")}?${query}`)]),
  ];
}

const optional = (held: Held, name: string) =>
  typeof held.inputs?.[name] === "string" ? segment(held, name) : undefined;

/** https://api-docs.neon.tech */
export const neonReads: { readonly [type: string]: ReadsOf } = {
  "parity:neon:Project": (held) => {
    const [id, branch] = [segment(held, "projectId"), segment(held, "branchId")];
    return [read(project(id)), ...ofBranch(id, branch, segment(held, "role"), segment(held, "database"))];
  },
  "parity:neon:Branch": (held) => {
    const [id = "", branch = ""] = partsOf(held.id);
    return ofBranch(id, branch, optional(held, "role"), optional(held, "database"));
  },
  "parity:neon:Role": (held) => {
    const [id = "", branch = "", name = ""] = partsOf(held.id);
    const role = project(id, "branches", branch, "roles", name);
    return [read(role), read(`${role}/reveal_password`)];
  },
  "parity:neon:Database": (held) => {
    const [id = "", branch = ""] = partsOf(held.id);
    return [
      read(project(id, "branches", branch, "databases")),
      ...ofBranch(id, branch, segment(held, "owner"), segment(held, "name")),
    ];
  },
};
