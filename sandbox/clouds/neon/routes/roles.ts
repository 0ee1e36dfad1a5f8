import { z } from "zod";
import { readBody } from "../body.ts";
import { defineCall } from "../call.ts";
import type { Branch, NeonRequest, ProjectState, Role } from "../entities.ts";
import { notFound, Refusal } from "../errors.ts";
import { configureCompute, scheduleOperations } from "../operation-queue.ts";
import { nextPassword, passwordOf } from "../passwords.ts";
import { findBranch, findConfiguredEndpoint, findProject, findReadyBranch, findRole, lockProject } from "../store.ts";

const maximumRoles = 500;

const createBody = z.object({ role: z.object({ name: z.string().min(1), no_login: z.boolean().exactOptional() }) });

/** A role as every read answers it: without its password. */
export function showRole({ passwordNumber: _, ...role }: Role): Omit<Role, "passwordNumber"> {
  return role;
}

/** A role as the two calls answer it that make its password. */
export function showRoleWithPassword(request: NeonRequest, role: Role): Omit<Role, "passwordNumber"> {
  const password = passwordOf(request.state, role);
  return { ...showRole(role), ...(password !== undefined && { password }) };
}

/** Adds a role that has yet to be applied to the compute. The name has been checked. */
export function createRole(
  held: ProjectState,
  { id }: Branch,
  { clock, ids }: NeonRequest,
  { name, no_login = false }: z.infer<typeof createBody>["role"],
): Role {
  const role: Role = {
    branch_id: id,
    name,
    protected: false,
    authentication_method: no_login ? "no_login" : "password",
    ...(!no_login && { passwordNumber: nextPassword(ids) }),
    created_at: clock.iso(),
    updated_at: clock.iso(),
  };
  held.roles.push(role);
  return role;
}

/** The stored password in clear. Throws 412 when the project keeps none. */
export function revealPassword({ state }: NeonRequest, held: ProjectState, role: Role): string {
  const password = held.project.store_passwords ? passwordOf(state, role) : undefined;
  // guess: the text, and the status for a role that may not log in
  if (password === undefined) throw new Refusal(412, "Storing passwords is disabled");
  return password;
}

const collection = "/projects/:project_id/branches/:branch_id/roles";

export const roleCalls = [
  defineCall("createRole", "POST", collection, (request) => {
    const held = lockProject(request);
    const branch = findReadyBranch(held, request.params["branch_id"]);
    const { role: asked } = readBody(request, createBody);
    const endpoint = findConfiguredEndpoint(held, branch);
    const present = held.roles.filter(({ branch_id }) => branch_id === branch.id);
    // guess: the statuses and texts of the first and the last refusal, and the text of the second
    if (Buffer.byteLength(asked.name) > 63) throw new Refusal(400, "role name is longer than 63 bytes");
    if (present.some(({ name }) => name === asked.name)) {
      throw new Refusal(409, `role already exists; role_name:"${asked.name}"`);
    }
    if (present.length >= maximumRoles) throw new Refusal(422, "roles limit exceeded", "ROLES_LIMIT_EXCEEDED");
    const role = createRole(held, branch, request, asked);
    const operations = scheduleOperations(held, request, configureCompute(endpoint));
    return { status: 201, body: { role: showRoleWithPassword(request, role), operations } };
  }),

  defineCall("listRoles", "GET", collection, (request) => {
    const held = findProject(request);
    const { id } = findBranch(held, request.params["branch_id"]);
    return { status: 200, body: { roles: held.roles.filter(({ branch_id }) => branch_id === id).map(showRole) } };
  }),

  defineCall("getRole", "GET", `${collection}/:role_name`, (request) => {
    const held = findProject(request);
    const { id } = findBranch(held, request.params["branch_id"]);
    return { status: 200, body: { role: showRole(findRole(held, id, request.params["role_name"])) } };
  }),

  defineCall("revealPassword", "GET", `${collection}/:role_name/reveal_password`, (request) => {
    const held = findProject(request);
    const branch = findBranch(held, request.params["branch_id"]);
    // guess: one report has 404 here while the branch is being made
    if (branch.current_state === "init") throw notFound("role");
    const role = findRole(held, branch.id, request.params["role_name"]);
    return { status: 200, body: { password: revealPassword(request, held, role) } };
  }),

  defineCall("resetPassword", "POST", `${collection}/:role_name/reset_password`, (request) => {
    const held = lockProject(request);
    const branch = findReadyBranch(held, request.params["branch_id"]);
    const role = findRole(held, branch.id, request.params["role_name"]);
    const endpoint = findConfiguredEndpoint(held, branch);
    role.passwordNumber = nextPassword(request.ids);
    role.updated_at = request.clock.iso();
    const operations = scheduleOperations(held, request, configureCompute(endpoint));
    return { status: 200, body: { role: showRoleWithPassword(request, role), operations } };
  }),

  defineCall("deleteRole", "DELETE", `${collection}/:role_name`, (request) => {
    const held = lockProject(request);
    const branchId = request.params["branch_id"];
    const isNamed = ({ branch_id, name }: Role) => branch_id === branchId && name === request.params["role_name"];
    const role = held.roles.find(isNamed);
    if (!role) return { status: 204 };
    const endpoint = findConfiguredEndpoint(held, findReadyBranch(held, branchId));
    const owned = held.databases.find(
      ({ branch_id, owner_name }) => branch_id === branchId && owner_name === role.name,
    );
    // guess: the status and the text
    if (owned) throw new Refusal(422, `role owns a database; database_name:"${owned.name}"`);
    held.roles = held.roles.filter((other) => !isNamed(other));
    const operations = scheduleOperations(held, request, configureCompute(endpoint));
    return { status: 200, body: { role: showRole(role), operations } };
  }),
];
