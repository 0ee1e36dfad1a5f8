import { z } from "zod";
import type { FlyOperation, FlyRequest } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { readBody } from "../../request-body.ts";
import { checkName, findReadyCluster } from "./cluster.ts";

const createBody = z.object({ name: z.string().optional() });
const path = "/v1/postgres/:cluster/databases";

export const databases: FlyOperation[] = [
  { name: "fly.listPostgresDatabases", method: "GET", path, handle: listDatabases },
  { name: "fly.createPostgresDatabase", method: "POST", path, handle: createDatabase },
  { name: "fly.deletePostgresDatabase", method: "DELETE", path: `${path}/:database`, handle: deleteDatabase },
];

function listDatabases(request: FlyRequest) {
  return { status: 200, body: { data: findReadyCluster(request).databases.map((name) => ({ name })) } };
}

function createDatabase(request: FlyRequest) {
  const { databases } = findReadyCluster(request);
  const name = checkName("name", readBody(request, createBody, 422).name);
  if (databases.includes(name)) throw new Refusal(409, "Database already exists");
  databases.push(name);
  return { status: 201, body: { data: { name } } };
}

function deleteDatabase(request: FlyRequest) {
  const { databases } = findReadyCluster(request);
  const at = databases.indexOf(request.params["database"] ?? "");
  if (at < 0) throw new Refusal(404, "Database not found");
  databases.splice(at, 1);
  return { status: 204 };
}
