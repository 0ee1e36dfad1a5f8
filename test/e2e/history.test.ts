import { afterAll, expect, test } from "vitest";
import { productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { resourcesOf } from "./outcome.ts";

/** One app with a domain and a storage key: what it is to have a past. */
const system = {
  repository: "acme/acme",
  fly: { organization: "acme", region: "iad" },
  cloudflare: {
    account: "4f1d7c0a9b2e4c6f8a0b1c2d3e4f5a6b",
    zones: { "acme.dev": "0a1b2c3d4e5f60718293a4b5c6d7e8f9" },
  },
  buckets: { media: { name: "acme-media" } },
  apps: {
    api: {
      name: "acme-api",
      port: 8000,
      health: "/health",
      local: { port: 8001, command: "serve" },
      domains: ["api.acme.dev"],
      addresses: { v4: "shared" },
      secrets: { S3_KEY: "${storage.accessKeyId}", S3_SECRET: "${storage.secretAccessKey}" },
    },
  },
};

const acme = new Sandbox(productFiles(system, { staging: { deploy: { on: { push: { branches: ["main"] } } } } }));
afterAll(() => acme.close());

const up = () => acme.succeed(["up", "--stack", "staging", "--yes"]);

async function expectNothingToDo() {
  const text = await acme.succeed(["preview", "--refresh", "--stack", "staging", "--expect-no-changes"]);
  expect(resourcesOf(text)).toEqual([expect.stringMatching(/^\d+ unchanged$/)]);
}

async function addresses() {
  const { apps } = await acme.cloud<{ apps: Record<string, { ipAddresses: { ip: string; type: string }[] }> }>("fly");
  return apps["acme-api"]?.ipAddresses ?? [];
}

test("an address that a killed run made is the one that the next run has", async () => {
  await acme.succeed(["fault", "fly.assignIpAddress", "refuse", "--status", "403", "--times", "2"]);
  expect((await acme.run(["up", "--stack", "staging", "--yes"])).code).not.toBe(0);
  const { FLY_FLAPS_BASE_URL, FLY_API_TOKEN } = await acme.variables();
  const made = await fetch(`${FLY_FLAPS_BASE_URL}/v1/apps/acme-api/ip_assignments`, {
    method: "POST",
    headers: { authorization: `Bearer ${FLY_API_TOKEN}` },
    body: JSON.stringify({ type: "v6" }),
  });
  const { ip } = (await made.json()) as { ip: string };
  const text = await up();
  expect(text).toContain(`App "acme-api" has the v6 address ${ip} already: taken over.`);
  expect((await addresses()).map(({ type }) => type).sort()).toEqual(["shared_v4", "v6"]);
  await expectNothingToDo();
});

test("an IPv4 address of another kind exists, then the record moves, then the old one is released", async () => {
  const from = (await acme.journal()).length;
  acme.edit("Pulumi.yaml", (text) => text.replace("v4: shared", "v4: dedicated"));
  await up();
  const writes = (await acme.journal(from)).filter(({ method, path }) => method !== "GET" && path !== "/graphql");
  expect(writes.map(({ operation }) => operation)).toEqual([
    "fly.assignIpAddress",
    expect.stringMatching(/^cloudflare\.(update|edit)DnsRecord$/),
    "fly.releaseIpAddress",
  ]);
  const held = await addresses();
  expect(held.map(({ type }) => type).sort()).toEqual(["v4", "v6"]);
  const v4 = held.find(({ type }) => type === "v4")?.ip;
  expect(JSON.stringify(await acme.cloud("cloudflare"))).toContain(`"content":"${v4}"`);
  await expectNothingToDo();
});
