import { z } from "zod";
import { digest } from "../../../core/digest.ts";
import type { FlyOperation, FlyRequest, PostgresCluster, PostgresUser } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { readBody } from "../../request-body.ts";
import { lookUp } from "../../store.ts";
import { checkName, findReadyCluster } from "./cluster.ts";

const ROLES = ["schema_admin", "writer", "reader"];

const createBody = z.object({ username: z.string().optional(), role: z.string().optional() });
const roleBody = z.object({ role: z.string().optional() });
const rotateBody = z.object({ kill_sessions: z.boolean().optional() });

const path = "/v1/postgres/:cluster/users";

export const users: FlyOperation[] = [
  { name: "fly.listPostgresUsers", method: "GET", path, handle: listUsers },
  { name: "fly.createPostgresUser", method: "POST", path, handle: createUser },
  { name: "fly.updatePostgresUser", method: "PATCH", path: `${path}/:user`, handle: updateUser },
  { name: "fly.deletePostgresUser", method: "DELETE", path: `${path}/:user`, handle: deleteUser },
  { name: "fly.readPostgresCredentials", method: "GET", path: `${path}/:user/credentials`, handle: readCredentials },
  { name: "fly.rotatePostgresPassword", method: "POST", path: `${path}/:user/rotate_password`, handle: rotatePassword },
];

function listUsers(request: FlyRequest) {
  return { status: 200, body: { data: Object.values(findReadyCluster(request).users).map(describeUser) } };
}

/** The password is made by the server and not in the answer. */
function createUser(request: FlyRequest) {
  const cluster = findReadyCluster(request);
  const body = readBody(request, createBody, 422);
  const name = checkName("username", body.username);
  const role = checkRole(body.role);
  if (lookUp(cluster.users, name)) throw new Refusal(409, "User already exists");
  const user = { name, role, passwordSerial: request.ids.number("postgres-password") };
  cluster.users[name] = user;
  return { status: 201, body: { data: describeUser(user) } };
}

function updateUser(request: FlyRequest) {
  const { user } = findUser(request);
  user.role = checkRole(readBody(request, roleBody, 422).role);
  return { status: 204 };
}

function deleteUser(request: FlyRequest) {
  const { cluster, user } = findUser(request);
  delete cluster.users[user.name];
  return { status: 204 };
}

function readCredentials(request: FlyRequest) {
  const { cluster, user } = findUser(request);
  return { status: 200, body: { data: credentials(cluster, user) } };
}

function rotatePassword(request: FlyRequest) {
  const { cluster, user } = findUser(request);
  readBody(request, rotateBody, 422);
  user.passwordSerial = request.ids.number("postgres-password");
  return { status: 200, body: { data: credentials(cluster, user) } };
}

function findUser(request: FlyRequest): { cluster: PostgresCluster; user: PostgresUser } {
  const cluster = findReadyCluster(request);
  const user = lookUp(cluster.users, request.params["user"]);
  if (!user) throw new Refusal(404, "User not found");
  return { cluster, user };
}

function checkRole(role: string | undefined): string {
  if (role === undefined || !ROLES.includes(role)) throw new Refusal(422, `role must be one of ${ROLES.join(", ")}`);
  return role;
}

function describeUser({ name, role }: PostgresUser) {
  return { username: name, role };
}

/** The password follows from what is kept, so that it can be read again without standing in the state file. */
function credentials({ id }: PostgresCluster, { name, passwordSerial }: PostgresUser) {
  return { username: name, password: digest(`postgres/${id}/${name}/${passwordSerial}`).slice(0, 24) };
}
