import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { accounts, api, productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { shape } from "../stage/typed-line.ts";
import { whole } from "../stage/whole.ts";
import { expectNoChanges, resourcesOf } from "./outcome.ts";

/** One app with a domain and a storage key: what it is to have a past. */
const system = {
  buckets: { media: { name: "acme-media" } },
  apps: {
    api: {
      ...api,
      domains: ["api.acme.dev"],
      addresses: { v4: "shared" },
      secrets: { S3_KEY: "${storage.accessKeyId}", S3_SECRET: "${storage.secretAccessKey}" },
    },
  },
};

const acme = new Sandbox(productFiles(system, { staging: { deploy: { on: { push: { branches: ["main"] } } } } }));
afterAll(() => acme.close());

async function addresses() {
  const { apps } = await acme.cloud<{ apps: Record<string, { ipAddresses: { ip: string; type: string }[] }> }>("fly");
  return apps["acme-api"]?.ipAddresses ?? [];
}

interface Token {
  readonly id: string;
  readonly settings: { readonly name: string };
}

async function r2Tokens(): Promise<Token[]> {
  return Object.values((await acme.cloud<{ tokens: Record<string, Token> }>("cloudflare")).tokens);
}

/** A call of Cloudflare's API past the program. Answers its result. */
async function callCloudflare<T>(method: string, path: string, body: object): Promise<T> {
  const { CLOUDFLARE_BASE_URL, CLOUDFLARE_API_TOKEN } = await acme.variables();
  const answer = await fetch(`${CLOUDFLARE_BASE_URL}accounts/${accounts.cloudflare.account}/tokens${path}`, {
    method,
    headers: { authorization: `Bearer ${CLOUDFLARE_API_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return ((await answer.json()) as { result: T }).result;
}

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Gives the stack another state, which is what `change` makes of its resources, with secrets in clear. */
async function rewrite(change: (resources: Resource[]) => Resource[]): Promise<void> {
  const words = ["stack", "export", "--show-secrets", "--stack", "staging"];
  const state = await acme.ask<{ deployment: { resources: Resource[] } }>(words);
  const resources = change(state.deployment.resources);
  const file = join(acme.source, "state.json");
  writeFileSync(file, JSON.stringify({ ...state, deployment: { ...state.deployment, resources } }));
  await acme.succeed(["stack", "import", "--stack", "staging", "--file", file]);
  rmSync(file);
}

test("an address that a killed run made is the one that the next run has", async () => {
  await acme.succeed(["fault", "cloudflare.createAccountToken", "lose"]);
  await acme.succeed(["fault", "fly.assignIpAddress", "refuse", "--status", "403", "--times", "2"]);
  expect((await acme.run(["up", "--stack", "staging", "--yes"])).code).not.toBe(0);
  const { FLY_FLAPS_BASE_URL, FLY_API_TOKEN } = await acme.variables();
  const made = await fetch(`${FLY_FLAPS_BASE_URL}/v1/apps/acme-api/ip_assignments`, {
    method: "POST",
    headers: { authorization: `Bearer ${FLY_API_TOKEN}` },
    body: JSON.stringify({ type: "v6" }),
  });
  const { ip } = (await made.json()) as { ip: string };
  const text = await acme.bringUp("staging");
  expect(text).toContain(`App "acme-api" has the v6 address ${ip} already: taken over.`);
  expect((await addresses()).map(({ type }) => type).sort()).toEqual(["shared_v4", "v6"]);
  // The same run lost the answer to the issue of its R2 token, and issued another.
  expect(await r2Tokens()).toHaveLength(1);
  await expectNoChanges(acme, "staging", "--refresh");
});

test("an IPv4 address of another kind exists, then the record moves, then the old one is released", async () => {
  const from = (await acme.journal()).length;
  acme.edit("Pulumi.yaml", (text) => text.replace("v4: shared", "v4: dedicated"));
  await acme.bringUp("staging");
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
  await expectNoChanges(acme, "staging", "--refresh");
});

test("the R2 key of an earlier release moves to our own type: the same token, and nobody who has it is updated", async () => {
  const [token] = await r2Tokens();
  const value = await callCloudflare<string>("PUT", `/${token?.id}/value`, {});
  const secret = createHash("sha256").update(value).digest("hex");
  const resources = { [`com.cloudflare.edge.r2.bucket.${accounts.cloudflare.account}_default_acme-media`]: "*" };
  const [effect, groups, name] = ["allow", [{ id: "2efd5506f9c8494dacb1fa10a3e7d5b6" }], "acme-staging-storage"];
  const policies = [{ effect, permissionGroups: groups, resources: JSON.stringify(resources) }];
  const former = { accountId: accounts.cloudflare.account, name, policies };
  await callCloudflare("PUT", `/${token?.id}`, { name, policies: [{ effect, permission_groups: groups, resources }] });
  await rewrite((resources) => {
    const bucket = resources.find(({ type }) => type === "cloudflare:index/r2Bucket:R2Bucket");
    const key = resources.find(({ type }) => type === "parity:r2:Credentials");
    const { urn, id, parent, outputs } = key as Resource;
    const { secretAccessKey } = outputs as { secretAccessKey: { plaintext: string } };
    const own = { urn, id, parent, custom: true, type: "parity:r2:Credentials", provider: bucket?.["provider"] };
    const written = { ...own, inputs: former, outputs: { ...former, status: "active", value } };
    const text = JSON.stringify(resources.map((one) => (one === key ? written : one)));
    return JSON.parse(
      text
        .replaceAll("parity:r2:Credentials", "cloudflare:index/accountToken:AccountToken")
        .replaceAll(JSON.parse(secretAccessKey.plaintext) as string, secret),
    ) as Resource[];
  });
  const from = (await acme.journal()).length;
  const text = await acme.bringUp("staging");
  expect(resourcesOf(text)).toEqual(["~ 1 updated", expect.stringMatching(/^\d+ unchanged$/)]);
  const writes = (await acme.journal(from)).filter(({ method }) => method !== "GET");
  expect(writes.map(({ operation }) => operation)).toEqual([]);
  expect((await r2Tokens()).map(({ id }) => id)).toEqual([token?.id]);
  const { deployment } = await acme.ask<{ deployment: { resources: Resource[] } }>([
    ...["stack", "export", "--show-secrets", "--stack", "staging"],
  ]);
  const moved = deployment.resources.filter(({ type }) => /accountToken|Credentials/.test(type));
  expect(moved).toMatchObject([
    {
      type: "parity:r2:Credentials",
      outputs: { accessKeyId: token?.id, secretAccessKey: { plaintext: JSON.stringify(secret) } },
    },
  ]);
  await expectNoChanges(acme, "staging", "--refresh");
});

whole("a second R2 token of the state is named by drift, and the line that drift gives revokes it", async () => {
  const { deployment } = JSON.parse(await acme.state("staging")) as { deployment: { resources: Resource[] } };
  const lineage = deployment.resources.find(({ type }) => type === "parity:index:Lineage")?.["id"];
  const [kept] = await r2Tokens();
  const name = `acme-staging-storage/1/${lineage}`;
  const policies = [
    { effect: "allow", permission_groups: [{ id: "2efd5506f9c8494dacb1fa10a3e7d5b6" }], resources: { all: "*" } },
  ];
  const stray = await callCloudflare<{ id: string }>("POST", "", { name, policies });
  const { text } = await acme.run(["parity", "drift", "--stack", "staging"]);
  expect(text).toContain(`Beside it, API token ${stray.id} is live with the same name, ${name}`);
  expect((await acme.type(text, shape`pulumi up --refresh --stack …`)).code).toBe(0);
  expect((await r2Tokens()).map(({ id }) => id)).toEqual([kept?.id]);
});

whole("a state without the secret of its R2 key is one problem of the preview, whose line issues another", async () => {
  await rewrite((resources) =>
    resources.map((one) => {
      if (one.type !== "parity:r2:Credentials") return one;
      return { ...one, outputs: { ...(one["outputs"] as object), secretAccessKey: "" } };
    }),
  );
  const [lost] = await r2Tokens();
  const { code, text } = await acme.run(["preview", "--stack", "staging"]);
  expect(code).not.toBe(0);
  expect(text.match(/\n {4}error: /g)).toHaveLength(1);
  expect(text).toContain('    error: The state of "staging" has no value of its R2 token');
  expect(text).not.toMatch(/TypeError|\n\s+at /);
  expect((await acme.type(text, shape`pulumi up --stack … --replace …`)).code).toBe(0);
  const now = await r2Tokens();
  expect(now).toHaveLength(1);
  expect(now[0]?.id).not.toBe(lost?.id);
  await expectNoChanges(acme, "staging", "--refresh");
});
