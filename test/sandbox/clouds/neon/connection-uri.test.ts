import { expect, test } from "vitest";
import { serveNeon } from "./serve-neon.ts";

const query = "database_name=neondb&role_name=neondb_owner";

test("the URI is the default branch's unless another is named, and pooled when asked", async () => {
  const neon = await serveNeon();
  const { project, branch, endpoints, connection_uris } = await neon.project();
  const path = `/projects/${project.id}/connection_uri?${query}`;
  const { connection_uri, connection_parameters: direct } = connection_uris[0];
  expect((await neon.call("GET", path)).body).toEqual({ uri: connection_uri });
  const pooled = (await neon.call("GET", `${path}&pooled=true&branch_id=${branch.id}`)).body.uri;
  expect(pooled).toBe(connection_uri.replace(direct.host, direct.pooler_host));
  expect(new URL(pooled).hostname).toBe(`${endpoints[0].id}-pooler.c-2.us-east-2.aws.neon.tech`);
  const named = await neon.call("GET", `${path}&endpoint_id=${endpoints[0].id}&pooled=false`);
  expect(named.body.uri).toBe(connection_uri);
});

test("the URI of a child leads to the child's own endpoint with the inherited password", async () => {
  const neon = await serveNeon();
  const { project, roles } = await neon.project();
  const { body } = await neon.done("POST", `/projects/${project.id}/branches`, { endpoints: [{ type: "read_write" }] });
  const path = `/projects/${project.id}/connection_uri?${query}&branch_id=${body.branch.id}`;
  const uri = new URL((await neon.call("GET", path)).body.uri);
  expect([uri.hostname, uri.username, uri.password]).toEqual([
    body.endpoints[0].host,
    "neondb_owner",
    roles[0].password,
  ]);
});

test("names that a URI must not hold as they are come percent-encoded", async () => {
  const neon = await serveNeon();
  const branch = { role_name: "team/app", database_name: "my/db" };
  const { connection_uris } = await neon.project({ branch });
  const uri = new URL(connection_uris[0].connection_uri);
  expect([uri.username, uri.pathname, uri.search]).toEqual([
    "team%2Fapp",
    "/my%2Fdb",
    "?sslmode=require&channel_binding=require",
  ]);
});

test.each([
  ["role", "database_name=neondb&role_name=nobody"],
  ["database", "database_name=nothing&role_name=neondb_owner"],
  ["branch", `${query}&branch_id=br-absent`],
])("an unknown %s answers 404", async (_, asked) => {
  const neon = await serveNeon();
  const { project } = await neon.project();
  expect((await neon.call("GET", `/projects/${project.id}/connection_uri?${asked}`)).status).toBe(404);
});

test("an endpoint of another branch gives no URI", async () => {
  const neon = await serveNeon();
  const { project, branch } = await neon.project();
  const { body } = await neon.done("POST", `/projects/${project.id}/branches`, { endpoints: [{ type: "read_write" }] });
  const asked = `${query}&branch_id=${branch.id}&endpoint_id=${body.endpoints[0].id}`;
  const answer = await neon.call("GET", `/projects/${project.id}/connection_uri?${asked}`);
  expect(answer.body).not.toHaveProperty("uri");
});
