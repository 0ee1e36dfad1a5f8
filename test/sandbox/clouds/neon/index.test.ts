import { expect, test } from "vitest";
import { neonCloud } from "../../../../sandbox/clouds/neon/index.ts";
import { passwordOf } from "../../../../sandbox/clouds/neon/passwords.ts";
import { apiKey, document, orgId, refusal, type ServedNeon, serveNeon } from "./serve-neon.ts";

const refusedHeaders: [string, Record<string, string>][] = [
  ["no key", { authorization: "" }],
  ["another key", { authorization: "Bearer napi_other" }],
  ["an empty key", { authorization: "Bearer " }],
  ["another scheme", { authorization: `Basic ${apiKey}` }],
];

test.each(refusedHeaders)("%s is refused with 401 in Neon's words", async (_, headers) => {
  const neon = await serveNeon();
  const answer = await neon.call("GET", "/regions", undefined, headers);
  expect(answer).toMatchObject({ status: 401, body: refusal("supplied credentials do not pass authentication") });
});

test("every answer carries x-request-id, and an error repeats it in its body", async () => {
  const neon = await serveNeon();
  const fine = await neon.call("GET", "/auth");
  const wrong = await neon.call("GET", "/projects/absent");
  expect(fine.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(wrong.body).toMatchObject({ request_id: wrong.headers.get("x-request-id") });
});

async function useEverything(neon: ServedNeon): Promise<void> {
  const { project, branch } = await neon.project({ name: "relay" });
  const path = `/projects/${project.id}/branches`;
  await neon.done("POST", path, { branch: { name: "pr-1" }, endpoints: [{ type: "read_write" }] });
  await neon.done("POST", `${path}/${branch.id}/roles`, { role: { name: "app" } });
  await neon.done("POST", `${path}/${branch.id}/roles/app/reset_password`);
  await neon.done("POST", `${path}/${branch.id}/databases`, { database: { name: "app", owner_name: "app" } });
}

test("two runs of the same calls end in the same state", async () => {
  const [first, second] = [await serveNeon(), await serveNeon()];
  for (const neon of [first, second]) await useEverything(neon);
  expect(first.readState()).toBe(second.readState());
});

test("the state file holds neither the key nor any password", async () => {
  const neon = await serveNeon();
  await useEverything(neon);
  const passwords = neon.store.state.projects[0]?.roles.map((role) => passwordOf(neon.store.state, role)) ?? [];
  expect(new Set(passwords).size).toBe(2);
  const saved = neon.readState();
  for (const secret of [apiKey, ...passwords]) expect(saved).not.toContain(secret);
});

test("a path that is not served answers 501, which no client takes for none", () => {
  const body = refusal("The sandbox's Neon does not serve GET /api/v2/nothing");
  expect(neonCloud.notServed({ method: "GET", path: "/api/v2/nothing" })).toMatchObject({ status: 501, body });
});

test("every call of Neon's document is either served or declined with a reason", () => {
  const served = neonCloud.operations.map(({ method, path }) => `${method} ${path.replace("/api/v2", "")}`);
  const toCall = (method: string, path: string) => `${method} ${path.replaceAll(/\{[^}]*\}/g, ":")}`;
  const isServed = (call: string) => served.some((one) => one.replaceAll(/:\w+/g, ":") === call);
  const isDeclined = (call: string) =>
    neonCloud.declined.some(({ call: declined }) => {
      const [method = "", path = ""] = declined.split(" ");
      const [calledMethod = "", calledPath = ""] = call.split(" ");
      const named = toCall("", path).trim();
      const fits = named.endsWith("*") ? calledPath.startsWith(named.slice(0, -1)) : calledPath === named;
      return fits && (method === "*" || method === calledMethod);
    });
  const calls = Object.entries(document["paths"] as Record<string, object>).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => key !== "parameters")
      .map((method) => toCall(method.toUpperCase(), path)),
  );
  expect(calls).toHaveLength(163);
  expect(calls.filter((call) => isServed(call) === isDeclined(call))).toEqual([]);
});

test("a fault takes the shape of Neon's errors", async () => {
  const neon = await serveNeon();
  neon.faults.push({ operation: "neon.listRegions", kind: "refuse", status: 423, retryAfter: 3, times: 1 });
  const refused = await neon.call("GET", "/regions");
  expect(refused).toMatchObject({
    status: 423,
    body: refusal("project already has running conflicting operations, scheduling of new ones is prohibited"),
  });
  expect(refused.headers.get("retry-after")).toBe("3");
});

test("a fault of status 524 is the network edge's HTML page", () => {
  const { headers, body } = neonCloud.failure(524, { path: "/api/v2/regions" });
  expect(headers).toEqual({ "content-type": "text/html; charset=UTF-8" });
  expect(body).toMatch(/^<!DOCTYPE html>/);
});

test("a create whose answer is lost has happened", async () => {
  const neon = await serveNeon();
  neon.faults.push({ operation: "neon.createProject", kind: "lose", times: 1 });
  await expect(neon.call("POST", "/projects", { project: { name: "relay", org_id: orgId } })).rejects.toThrow();
  const { body } = await neon.call("GET", `/projects?org_id=${orgId}`);
  expect(body.projects.map(({ name }) => name)).toEqual(["relay"]);
});
