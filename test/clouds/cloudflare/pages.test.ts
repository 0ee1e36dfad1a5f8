import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CloudError } from "../../../src/clouds/call/cloud-error.ts";
import { createCloudflareClient } from "../../../src/clouds/cloudflare/client.ts";
import type { PagesSlotRef } from "../../../src/clouds/cloudflare/pages.ts";

const ref: PagesSlotRef = { accountId: "acc", project: "plyr", slot: "production" };
const PATH = "/client/v4/accounts/acc/pages/projects/plyr";

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

describe("the Pages client", () => {
  let server: Server;
  let url: string;
  let answers: Answer[];
  let seen: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: string }[];

  beforeEach(async () => {
    answers = [];
    seen = [];
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method, url: path, headers } = request;
      seen.push({ method, url: path, headers, body: Buffer.concat(chunks).toString() });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      response.writeHead(answer?.status ?? 500, { "content-type": "application/json", ...answer?.headers });
      response.end(typeof answer?.body === "string" ? answer.body : JSON.stringify(answer?.body));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });

  const connect = (baseUrl = `${url}/client/v4`) => createCloudflareClient({ token: "the-token", baseUrl }).pages;
  const project = (env_vars: unknown, more: object = {}) => {
    const configs = { preview: { env_vars: null }, production: { env_vars, ...more } };
    return { success: true, errors: [], messages: [], result: { deployment_configs: configs } };
  };
  const refusal = (code: number, message: string) => ({
    success: false,
    errors: [{ code, message }],
    messages: [],
    result: null,
  });
  const errorOf = async (call: Promise<unknown>): Promise<CloudError> => {
    const error = await call.catch((reason: unknown) => reason);
    if (error instanceof CloudError) return error;
    throw new Error("no CloudError was thrown");
  };

  it.each(["", "/"])("takes a base URL that ends in %j", async (end) => {
    answers = [
      { status: 200, body: project({ A: { type: "plain_text", value: "1" }, S: { type: "secret_text", value: "" } }) },
    ];
    expect(await connect(`${url}/client/v4${end}`).readSlot(ref)).toStrictEqual({
      variables: { A: { type: "plain_text", value: "1" }, S: { type: "secret_text", value: "" } },
      compatibility: { date: "", flags: [] },
      wranglerConfigHash: undefined,
    });
    expect(seen[0]).toMatchObject({ method: "GET", url: PATH, headers: { authorization: "Bearer the-token" } });
  });

  it("sends nothing but the token, whatever else the environment has", async () => {
    vi.stubEnv("CLOUDFLARE_API_KEY", "global-key");
    vi.stubEnv("CLOUDFLARE_EMAIL", "somebody@example.test");
    vi.stubEnv("CLOUDFLARE_API_TOKEN", "another-token");
    answers = [{ status: 200, body: project(null) }];
    await connect().readSlot(ref);
    expect(seen[0]?.headers.authorization).toBe("Bearer the-token");
    expect(Object.keys(seen[0]?.headers ?? {}).filter((name) => name.startsWith("x-auth"))).toStrictEqual([]);
  });

  it("merges changes into one slot, and repeats the mark of a wrangler file", async () => {
    answers = [{ status: 200, body: project(null) }];
    const changes = { A: { type: "plain_text", value: "1" }, OLD: null } as const;
    await connect().changeVariables(ref, { wranglerConfigHash: "abc" }, changes);
    expect(seen.map(({ method, body }) => [method, JSON.parse(body)])).toStrictEqual([
      ["PATCH", { deployment_configs: { production: { env_vars: changes, wrangler_config_hash: "abc" } } }],
    ]);
  });

  it("finds no project where Cloudflare says so", async () => {
    answers = [{ status: 404, body: refusal(8000007, "Project not found.") }];
    expect(await connect().readSlot(ref)).toBeUndefined();
  });

  it.each<[string, Answer, string]>([
    ["a path that is not served", { status: 404, body: refusal(7003, "Could not route") }, "404 Could not route"],
    ["an answer without a reason", { status: 400, body: "<html>" }, "400 the answer gives no reason"],
  ])("takes %s for an error, not for a missing project", async (_what, answer, said) => {
    answers = [answer];
    expect((await errorOf(connect().readSlot(ref))).message).toBe(
      `Cloudflare refused to read the production variables of Pages project "plyr": ${said} (GET ${PATH.slice("/client/v4".length)}).\n` +
        "  Fix: change what Cloudflare names, then run the same command again",
    );
  });

  it("reads again after a server error, and writes once", async () => {
    answers = [
      { status: 503, body: refusal(1, "busy") },
      { status: 200, body: project(null) },
    ];
    await connect().readSlot(ref);
    expect(seen.length).toBe(2);
    answers = [{ status: 503, body: refusal(1, "busy") }];
    const error = await errorOf(connect().changeVariables(ref, {}, {}));
    expect({ tries: seen.length, uncertain: error.uncertain }).toStrictEqual({ tries: 3, uncertain: true });
  });

  it("carries code, request id and time to wait", async () => {
    const headers = { "cf-ray": "8a1-AMS", "retry-after": "0.02" };
    answers = [{ status: 400, body: refusal(8000000, "An unknown error occurred."), headers }];
    const { failure } = await errorOf(connect().readSlot(ref));
    expect(failure).toMatchObject({ code: "8000000", requestId: "8a1-AMS", retryAfterMs: 20, status: 400 });
  });

  it("repeats no secret that Cloudflare's answer holds", async () => {
    answers = [{ status: 400, body: refusal(8000000, "env_vars.S: canary is too long") }];
    const changes = { S: { type: "secret_text", value: "canary" } } as const;
    const error = await errorOf(connect().changeVariables(ref, {}, changes));
    expect(error.failure.said).toBe("env_vars.S: [secret] is too long");
  });

  it("repeats no token that Cloudflare's answer holds", async () => {
    answers = [{ status: 400, body: refusal(6003, "Invalid header: Bearer the-token") }];
    const error = await errorOf(connect().readSlot(ref));
    expect(error.failure.said).toBe("Invalid header: Bearer [secret]");
  });

  it("says where the connection failed", async () => {
    const client = connect();
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const error = await errorOf(client.changeVariables(ref, {}, {}));
    expect(error.message).toBe(
      'Cloudflare did not answer when asked to change the production variables of Pages project "plyr": ' +
        `connect ECONNREFUSED 127.0.0.1:${port} (PATCH ${PATH.slice("/client/v4".length)}).\n` +
        "  Fix: check the network, https://www.cloudflarestatus.com, and CLOUDFLARE_BASE_URL if it is set",
    );
  });

  it("starts nothing once it is told to stop", async () => {
    const stop = new AbortController();
    stop.abort();
    const client = createCloudflareClient({ token: "t", baseUrl: url, signal: stop.signal }).pages;
    await expect(client.readSlot(ref)).rejects.toThrow(stop.signal.reason);
    expect(seen).toStrictEqual([]);
  });

  it("breaks off a request when it is told to stop", async () => {
    const stop = new AbortController();
    server.once("request", () => stop.abort());
    const client = createCloudflareClient({ token: "t", baseUrl: url, signal: stop.signal }).pages;
    const error = await client.changeVariables(ref, {}, {}).catch((reason: unknown) => reason);
    expect(error).toBe(stop.signal.reason);
  });
});
