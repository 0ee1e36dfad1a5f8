import { afterEach, describe, expect, it, vi } from "vitest";
import { cloudflarePlugin } from "../../../../sandbox/plugins/cloudflare/plugin.ts";
import { account, type Script, startScript, startStub, tokens } from "../stub.ts";
import { startCloudflare } from "./cloudflare.ts";

afterEach(() => vi.unstubAllEnvs());

const token = "cloudflare:index/r2Bucket:R2Bucket";
const audio = { accountId: account, name: "audio-dev", jurisdiction: "default", storageClass: "Standard" };
const ok: Script = {
  status: 200,
  body: {
    success: true,
    result: { name: "audio-dev", creation_date: "2026-01-05T10:00:01Z", location: "ENAM", storage_class: "Standard" },
  },
};
const soon = { "retry-after-ms": "1" };

async function createAgainst(...answers: Script[]) {
  const server = await startScript(...answers);
  const plugin = await startStub(cloudflarePlugin, {
    apiToken: tokens.cloudflare,
    baseUrl: `${server.url}/client/v4/`,
  });
  return { requests: server.requests, create: () => plugin.create(token, audio) };
}

describe("a call of the cloudflare stub", () => {
  it("carries the token, and a content type with a body only", async () => {
    const { cloud, plugin } = await startCloudflare();
    const created = await plugin.create(token, audio);
    await plugin.read(token, created.id, created);
    const [post, get] = cloud.seen;
    expect(post?.headers).toMatchObject({
      authorization: `Bearer ${tokens.cloudflare}`,
      accept: "application/json",
      "content-type": "application/json",
    });
    expect(get?.headers["content-type"]).toBeUndefined();
  });

  const failed: [string, Script][] = [
    ["408", { status: 408, headers: soon }],
    ["409", { status: 409, headers: soon }],
    ["429 with Retry-After", { status: 429, headers: { "retry-after": "0" } }],
    ["503 without a delay", { status: 503 }],
    ["x-should-retry: true", { status: 400, headers: { ...soon, "x-should-retry": "true" } }],
    ["a cut connection", "cut"],
  ];
  it.each(failed)("is repeated after %s, a POST as well", async (_what, failure) => {
    const { requests, create } = await createAgainst(failure, ok);
    expect((await create()).id).toBe("audio-dev");
    expect(requests).toHaveLength(2);
  });

  const final: [string, Script][] = [
    ["400", { status: 400 }],
    ["401", { status: 401 }],
    ["403", { status: 403 }],
    ["404", { status: 404 }],
    ["405", { status: 405 }],
    ["409 with x-should-retry: false", { status: 409, headers: { "x-should-retry": "false" } }],
    ["503 with x-should-retry: false", { status: 503, headers: { "x-should-retry": "false" } }],
  ];
  it.each(final)("is not repeated after %s", async (what, failure) => {
    const { requests, create } = await createAgainst(failure, ok);
    await expect(create()).rejects.toThrow(`/r2/buckets": ${what.slice(0, 3)} `);
    expect(requests).toHaveLength(1);
  });

  it("fails after three repeats, with the status and the body", async () => {
    const { requests, create } = await createAgainst({ status: 500, headers: soon, body: { success: false } });
    await expect(create()).rejects.toThrow(/: 500 Internal Server Error \{"success":false\}$/);
    expect(requests).toHaveLength(4);
  });

  it("says why there was no answer", async () => {
    const { create } = await createAgainst("cut");
    await expect(create()).rejects.toThrow(
      /^POST "http:\/\/127\.0\.0\.1:\d+\/client\/v4\/.*": (UND_ERR_SOCKET|ECONNRESET)$/,
    );
  });

  it("takes 200 for a success, whatever its envelope says", async () => {
    const { create } = await createAgainst({ ...ok, body: { ...(ok.body as object), success: false } });
    expect((await create()).id).toBe("audio-dev");
  });

  it("goes without a token when there is none, and is refused by the cloud", async () => {
    const { cloud } = await startCloudflare();
    vi.stubEnv("CLOUDFLARE_API_TOKEN", undefined);
    const plugin = await startStub(cloudflarePlugin, { baseUrl: `${cloud.url}/client/v4` });
    await expect(plugin.create(token, audio)).rejects.toThrow(/: 400 Bad Request .*6003/);
  });
});

describe("the settings of the cloudflare stub", () => {
  it("come from the environment where they are not configured", async () => {
    const { cloud } = await startCloudflare();
    vi.stubEnv("CLOUDFLARE_API_TOKEN", tokens.cloudflare);
    vi.stubEnv("CLOUDFLARE_BASE_URL", `${cloud.url}/client/v4`);
    const plugin = await startStub(cloudflarePlugin, {});
    expect((await plugin.create(token, audio)).id).toBe("audio-dev");
  });

  it.each([
    ["https://api.cloudflare.com/client/v4", "https://api.cloudflare.com/client/v4"],
    ["http://127.0.0.1.example.com/client/v4", "http://127.0.0.1.example.com/client/v4"],
    [undefined, "nothing"],
  ])("lead to this machine only: %s is refused", async (baseUrl, told) => {
    vi.stubEnv("CLOUDFLARE_BASE_URL", undefined);
    const plugin = await startStub(cloudflarePlugin, { ...(baseUrl && { baseUrl }) });
    await expect(plugin.create(token, audio)).rejects.toThrow(`was pointed at ${told}. It speaks to 127.0.0.1 only`);
  });

  it.each([
    [{ apiToken: "short" }, "cloudflare:apiToken: is not a Cloudflare API token"],
    [{ baseUrl: "http://127.0.0.1:1/" }, "cloudflare:baseUrl: has to end in /client/v4."],
    [{ apiKey: "key", email: "a@b.c" }, "cloudflare:apiKey: is not a known property."],
  ])("are checked: %o", async (settings, reason) => {
    const { plugin } = await startCloudflare();
    expect((await plugin.checkConfig(settings)).failures[0]?.[1]).toContain(reason);
  });
});
