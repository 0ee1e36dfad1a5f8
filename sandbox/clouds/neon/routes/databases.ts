import { z } from "zod";
import { readBody } from "../body.ts";
import { defineCall } from "../call.ts";
import type { Branch, Database, NeonRequest, ProjectState } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { configureCompute, scheduleOperations } from "../operation-queue.ts";
import {
  findBranch,
  findConfiguredEndpoint,
  findDatabase,
  findProject,
  findReadyBranch,
  lockProject,
} from "../store.ts";

const maximumDatabases = 500;

/** Source: neon.com/faqs. */
const reservedNames = ["postgres", "template0", "template1"];

const createBody = z.object({ database: z.object({ name: z.string().min(1), owner_name: z.string().min(1) }) });

const updateBody = z.object({
  database: z.object({ name: z.string().min(1).exactOptional(), owner_name: z.string().min(1).exactOptional() }),
});

/** Adds a database that has yet to be applied to the compute. Name and owner have been checked. */
export function createDatabase(
  held: ProjectState,
  { id }: Branch,
  { clock, ids }: NeonRequest,
  { name, owner_name }: { readonly name: string; readonly owner_name: string },
): Database {
  const database: Database = {
    id: ids.number("database", 1_234_567),
    branch_id: id,
    name,
    owner_name,
    created_at: clock.iso(),
    updated_at: clock.iso(),
  };
  held.databases.push(database);
  return database;
}

function checkOwner(held: ProjectState, branchId: string, owner: string): void {
  if (!held.roles.some(({ branch_id, name }) => branch_id === branchId && name === owner)) {
    throw new Refusal(422, `database owner not found; role_name:"${owner}"`);
  }
}

function checkName(held: ProjectState, branchId: string, asked: string): void {
  // guess: the status and text of the first refusal
  if (reservedNames.includes(asked)) throw new Refusal(422, `database name is reserved; database_name:"${asked}"`);
  if (held.databases.some(({ branch_id, name }) => branch_id === branchId && name === asked)) {
    // guess: the text
    throw new Refusal(409, `database already exists; database_name:"${asked}"`);
  }
}

const collection = "/projects/:project_id/branches/:branch_id/databases";

export const databaseCalls = [
  defineCall("createDatabase", "POST", collection, (request) => {
    const held = lockProject(request);
    const branch = findReadyBranch(held, request.params["branch_id"]);
    const { database: asked } = readBody(request, createBody);
    const endpoint = findConfiguredEndpoint(held, branch);
    checkOwner(held, branch.id, asked.owner_name);
    checkName(held, branch.id, asked.name);
    if (held.databases.filter(({ branch_id }) => branch_id === branch.id).length >= maximumDatabases) {
      // guess: the status and the text
      throw new Refusal(422, "databases limit exceeded", "DATABASES_LIMIT_EXCEEDED");
    }
    const database = createDatabase(held, branch, request, asked);
    const operations = scheduleOperations(held, request, configureCompute(endpoint));
    return { status: 201, body: { database, operations } };
  }),

  defineCall("listDatabases", "GET", collection, (request) => {
    const held = findProject(request);
    const { id } = findBranch(held, request.params["branch_id"]);
    return { status: 200, body: { databases: held.databases.filter(({ branch_id }) => branch_id === id) } };
  }),

  defineCall("getDatabase", "GET", `${collection}/:database_name`, (request) => {
    const held = findProject(request);
    const { id } = findBranch(held, request.params["branch_id"]);
    return { status: 200, body: { database: findDatabase(held, id, request.params["database_name"]) } };
  }),

  defineCall("updateDatabase", "PATCH", `${collection}/:database_name`, (request) => {
    const held = lockProject(request);
    const branch = findReadyBranch(held, request.params["branch_id"]);
    const database = findDatabase(held, branch.id, request.params["database_name"]);
    const { database: asked } = readBody(request, updateBody);
    const endpoint = findConfiguredEndpoint(held, branch);
    if (asked.owner_name !== undefined) checkOwner(held, branch.id, asked.owner_name);
    if (asked.name !== undefined && asked.name !== database.name) checkName(held, branch.id, asked.name);
    Object.assign(database, asked, { updated_at: request.clock.iso() });
    const operations = scheduleOperations(held, request, configureCompute(endpoint));
    return { status: 200, body: { database, operations } };
  }),

  defineCall("deleteDatabase", "DELETE", `${collection}/:database_name`, (request) => {
    const held = lockProject(request);
    const branchId = request.params["branch_id"];
    const isNamed = ({ branch_id, name }: Database) =>
      branch_id === branchId && name === request.params["database_name"];
    const database = held.databases.find(isNamed);
    if (!database) return { status: 204 };
    const endpoint = findConfiguredEndpoint(held, findReadyBranch(held, branchId));
    held.databases = held.databases.filter((other) => !isNamed(other));
    const operations = scheduleOperations(held, request, configureCompute(endpoint));
    return { status: 200, body: { database, operations } };
  }),
];
