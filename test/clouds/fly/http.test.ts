import { afterEach, describe, expect, test } from "vitest";
import { CloudError } from "../../../src/clouds/call/cloud-error.ts";
import { createFlyClient, type FlyClient } from "../../../src/clouds/fly/client.ts";
import { type Answer, serveAnswers } from "./scripted-server.ts";

let close: (() => void) | undefined;
afterEach(() => close?.());

async function connect(...answers: Answer[]) {
  const server = await serveAnswers(...answers);
  close = server.close;
  const fly = createFlyClient({ token: "FlyV1 fm2_tok,fo1_user", flapsUrl: `${server.url}/`, apiUrl: server.url });
  return { fly, seen: server.seen };
}

async function failureOf(promise: Promise<unknown>): Promise<CloudError> {
  const error = await promise.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (error instanceof CloudError) return error;
  throw new Error(`not a CloudError: ${error}`);
}

describe("a refusal", () => {
  test.each([
    ["message before error", { message: "Unauthorized scope", error: "other" }, "Unauthorized scope"],
    ["error alone", { error: "unauthorized" }, "unauthorized"],
    ["text that is not JSON", "no healthy upstream", "no healthy upstream"],
    ["nothing at all", undefined, ""],
  ])("is read from %s", async (_from, body, said) => {
    const { fly } = await connect({ status: 403, body });
    expect((await failureOf(fly.apps.find("plyr"))).failure.said).toBe(said);
  });

  test("names action, status, reason, request and the request's id", async () => {
    const { fly } = await connect({
      status: 422,
      body: { error: "Validation failed: Name has already been taken", status: "name_taken" },
      headers: { "fly-request-id": "01H-ord" },
    });
    const error = await failureOf(fly.apps.create({ name: "plyr", organization: "acme" }));
    expect(error.failure.code).toBe("name_taken");
    expect(error.message).toBe(
      'Fly refused to create app "plyr": 422 Validation failed: Name has already been taken (POST /v1/apps, request 01H-ord).\n' +
        "  Fix: change what Fly names, then run the same command again",
    );
  });

  test("of the token says which variable to set", async () => {
    const { fly } = await connect({ status: 401, body: { error: "Authenticate: token validation error" } });
    expect((await failureOf(fly.apps.find("plyr"))).message).toBe(
      'Fly refused to read app "plyr": 401 Authenticate: token validation error (GET /v1/apps/plyr).\n' +
        "  Fix: set FLY_ACCESS_TOKEN or, where that is not set, FLY_API_TOKEN to a live Fly API token of the organization: fly tokens create org",
    );
  });

  test("never repeats a secret that was sent", async () => {
    const { fly } = await connect({ status: 400, body: { error: 'bad value "hunter2" for A, "hunter2" again' } });
    const error = await failureOf(fly.secrets.write("plyr", { A: "hunter2", B: "" }));
    expect(error.failure.said).toBe('bad value "[secret]" for A, "[secret]" again');
  });

  test("never repeats the token it was asked with", async () => {
    const { fly } = await connect({ status: 400, body: "Authorization: FlyV1 fm2_tok,fo1_user" });
    expect((await failureOf(fly.apps.find("plyr"))).failure.said).toBe("Authorization: FlyV1 [secret],fo1_user");
    const { fly: other } = await connect({ status: 400, body: "Authorization: FlyV1 fm2_tok,fo1_user" });
    expect((await failureOf(other.tokens.list("plyr"))).failure.said).toBe("Authorization: FlyV1 [secret],[secret]");
  });
});

test("no answer says that there was none, and what to look at", async () => {
  const { url, close: stop } = await serveAnswers();
  stop();
  const fly = createFlyClient({ token: "fo1_x", flapsUrl: url, apiUrl: url });
  const error = await failureOf(fly.apps.create({ name: "plyr", organization: "acme" }));
  expect(error.message).toBe(
    `Fly did not answer when asked to create app "plyr": connect ECONNREFUSED ${url.replace("http://", "")} (POST /v1/apps).\n` +
      "  Fix: check the network, https://status.flyio.net, and FLY_FLAPS_BASE_URL and FLY_API_BASE_URL if they are set",
  );
});

describe("absence", () => {
  test("is proven by a 404 that Fly wrote", async () => {
    const { fly } = await connect({ status: 404, body: { error: "app not found" } });
    expect(await fly.apps.find("plyr")).toBeUndefined();
  });

  test("is proven by 400 'Could not find App' below a destroyed app", async () => {
    const { fly } = await connect({ status: 400, body: { error: 'Could not find App "plyr"' } });
    expect(await fly.secrets.list("plyr")).toBeUndefined();
  });

  test.each([
    ["404 in plain text: an unknown path", { status: 404, body: "404 page not found" }, "404 page not found"],
    ["403", { status: 403, body: { error: "unauthorized" } }, "unauthorized"],
    ["another 400", { status: 400, body: { error: "bad name" } }, "bad name"],
  ])("is not proven by %s", async (_answer, answer, said) => {
    const { fly } = await connect(answer);
    expect((await failureOf(fly.apps.find("plyr"))).failure).toMatchObject({ status: answer.status, said });
  });
});

describe("trying again", () => {
  const busy = { status: 429, body: { error: "rate limit exceeded" }, headers: { "retry-after": "0" } };
  const locked = { status: 423, body: { error: "locked" } };
  const broken = { status: 502, body: "bad gateway" };
  const app = {
    ...{ id: "z4k", name: "plyr", status: "pending", machine_count: 0, volume_count: 0 },
    organization: { name: "Acme", slug: "acme" },
  };
  const create = (fly: FlyClient) => fly.apps.create({ name: "plyr", organization: "acme" });

  test("a read goes on after 429, 423 and 502", async () => {
    const { fly, seen } = await connect(busy, locked, broken, { status: 200, body: app });
    expect(await fly.apps.find("plyr")).toStrictEqual(app);
    expect(seen).toHaveLength(4);
  });

  test("a write goes on after 429 and 423, which prove that nothing was done", async () => {
    const { fly, seen } = await connect(busy, locked, { status: 201, body: { id: "z4k" } });
    expect(await create(fly)).toStrictEqual({ id: "z4k" });
    expect(seen).toHaveLength(3);
  });

  test.each([
    ["502", [broken], true],
    ["a lost connection", [], true],
    ["422", [{ status: 422, body: { error: "Validation failed" } }], false],
  ])("a write is not repeated after %s", async (_answer, answers, uncertain) => {
    const { fly, seen } = await connect(...answers);
    expect((await failureOf(create(fly))).uncertain).toBe(uncertain);
    expect(seen).toHaveLength(1);
  });

  test("secrets are written again after 502, for twice is as good as once", async () => {
    const { fly, seen } = await connect(broken, { status: 200, body: { secrets: [], version: 3, Version: 3 } });
    expect(await fly.secrets.write("plyr", { A: "1", OLD: null })).toStrictEqual({ version: 3, secrets: [] });
    expect(seen.map(({ body }) => body)).toStrictEqual(Array(2).fill({ values: { A: "1", OLD: null } }));
  });
});

describe("a request", () => {
  test("carries macaroons only, and the whole token to GraphQL", async () => {
    const page = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    const { fly, seen } = await connect(
      { status: 404, body: { error: "app not found" } },
      { status: 200, body: { data: { app: { id: "a", organization: { id: "o" }, limitedAccessTokens: page } } } },
    );
    await fly.apps.find("plyr");
    await fly.tokens.list("plyr");
    expect(seen.map(({ url, headers }) => [url, headers.authorization])).toStrictEqual([
      ["/v1/apps/plyr", "FlyV1 fm2_tok"],
      ["/graphql", "FlyV1 fm2_tok,fo1_user"],
    ]);
  });

  test("encodes the asterisk of a wildcard and leaves the colons of an address", async () => {
    const absent = { status: 404, body: { error: "not found" } };
    const { fly, seen } = await connect(absent, absent);
    await fly.certificates.find("plyr", "*.plyr.fm");
    await fly.ipAssignments.delete("plyr", "2a09:8280:1::9");
    expect(seen.map(({ url }) => url)).toStrictEqual([
      "/v1/apps/plyr/certificates/%2A.plyr.fm",
      "/v1/apps/plyr/ip_assignments/2a09:8280:1::9",
    ]);
  });

  test("ends when the client's signal does", async () => {
    const cancelled = AbortSignal.abort(new Error("cancelled by the engine"));
    const fly = createFlyClient({ token: "fo1_x", flapsUrl: "http://127.0.0.1:9", apiUrl: "", signal: cancelled });
    await expect(fly.apps.find("plyr")).rejects.toThrow("cancelled by the engine");
  });
});
