import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fixChange } from "../../src/operations/drift/fix.ts";
import { explainEnd } from "../../src/operations/engine/error.ts";
import { renderCure } from "../../src/problem/parts.ts";
import { callWith } from "../stage/by-hand.ts";
import { accounts, api, productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { shape } from "../stage/typed-line.ts";
import { whole } from "../stage/whole.ts";
import { expectNoChanges } from "./outcome.ts";

/** A product that gets into each trouble whose line no other test runs. */
const system = {
  neon: { organization: "org-acme-12345678", region: "aws-us-east-1" },
  databases: { main: { name: "acme-staging", history: 7200 } },
  buckets: { media: { name: "acme-media" } },
  apps: {
    api: {
      ...api,
      secrets: { S3_SECRET: "${storage.secretAccessKey}", DATABASE_URL: "${databases.main.url}" },
    },
  },
};
const deploy = { on: { push: { branches: ["main"] } } };
const acme = new Sandbox(productFiles(system, { staging: { protect: true, deploy } }));
afterAll(() => acme.close());

/** Does what the message says, and fails unless that works. */
async function follow(message: string, lineShape: string, more = ""): Promise<string> {
  const { code, text } = await acme.type(message, lineShape, { more });
  expect(code, text).toBe(0);
  return text;
}

async function refused(...words: string[]): Promise<string> {
  const { code, text } = await acme.run([...words, "--stack", "staging"]);
  expect(code, text).not.toBe(0);
  return text;
}

test("an up that nobody has agreed to is refused before anything is asked, and the line agrees", async () => {
  const text = await follow(await refused("parity", "up"), shape`parity up --stack … --yes`);
  expect(text).toContain("staging is up");
});

test("a plan that is not there is saved by the line, and the next up takes it", async () => {
  acme.edit("Pulumi.yaml", (written) => written.replace("7200", "10800"));
  const text = await refused("parity", "up", "--plan", "plan.json");
  const up = " && parity up --stack staging --plan plan.json";
  const save = shape`parity preview --stack … --save-plan plan.json`;
  expect(await follow(text, save, up)).toContain("staging is up: 1 changed.");
});

test("the doctor finds nothing wrong with a stack that is up, and of three things that broke exactly these", async () => {
  const before = (await acme.journal()).length;
  const well = await acme.succeed(["parity", "doctor"]);
  expect(well).toMatch(/^ok +passphrase of staging +opens its secrets$/m);
  expect(well).not.toContain("  Fix: ");
  const asked = await acme.journal(before);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(({ method }) => method !== "GET")).toEqual([]);
  await follow(well, shape`parity drift`);

  const locks = join(acme.folder, "state", ".pulumi", "locks", "organization", "acme", "staging");
  mkdirSync(locks, { recursive: true });
  const killed = { pid: 2 ** 22 + 1, username: "ann", hostname: hostname(), timestamp: "2026-11-29T11:00:06Z" };
  writeFileSync(join(locks, "ae6c29dd.json"), JSON.stringify(killed));
  await acme.fault("fly.readCurrentTokens", "refuse", { status: 401, times: 9 });
  const own = /(path: ).*/;
  const path = own.exec(readFileSync(join(acme.source, "Pulumi.yaml"), "utf8"))?.[0] ?? "";
  acme.edit("Pulumi.yaml", (text) => text.replace(own, "$1./nowhere"));
  const ill = await acme.run(["parity", "doctor", "--json"]);
  expect(ill.code).toBe(1);
  const found = JSON.parse(ill.answer) as { what: string; state: string; problem?: { code: string } }[];
  expect(found.flatMap(({ what, problem }) => (problem ? [[what, problem.code]] : []))).toEqual([
    ["parity plugin", "plugin-not-found"],
    ["lock of staging", "stack-locked"],
    ["FLY_ACCESS_TOKEN", "cloud-call"],
  ]);

  const { text } = await acme.run(["parity", "doctor"]);
  await follow(text, shape`pulumi cancel --stack …`);
  await acme.clearFaults();
  acme.edit("Pulumi.yaml", (written) => written.replace(own, path));
  expect(await follow(text, shape`parity doctor`)).toMatch(/^ok +lock of staging +free$/m);
});

test("a commit that is not known is the checkout's", async () => {
  for (const words of ["init", "-c user.name=a -c user.email=a@acme.dev commit --allow-empty --message first"]) {
    execFileSync("git", ["-C", acme.source, ...words.split(" ")], { stdio: "ignore" });
  }
  const text = await refused("parity", "up", "--yes", "--deployment", "--repository", "acme/acme");
  expect(await follow(text, shape`export GITHUB_SHA=$(git rev-parse HEAD)`, ' && echo "<$GITHUB_SHA>"')).toMatch(
    /<[0-9a-f]{40}>/,
  );
});

test("a setting that no plugin knows is taken away, and no other", async () => {
  for (const name of ["flyTokne", "flyToken"]) {
    await acme.succeed(["config", "set", "--secret", "--stack", "staging", `parity:${name}`, "fo1_other"]);
  }
  await follow(await refused("preview"), shape`pulumi config rm --stack … …`);
  expect(Object.keys(await acme.ask<object>(["config", "--json", "--stack", "staging"]))).toContain("parity:flyToken");
  await acme.succeed(["config", "rm", "--stack", "staging", "parity:flyToken"]);
  await expectNoChanges(acme, "staging");
});

test("what the engine says alone is shown by a preview", async () => {
  const ended = { code: 1, signal: null, interrupted: false, said: "" };
  const message = explainEnd(ended, { project: acme.source, stack: "staging" });
  expect(await follow(message, shape`pulumi preview --stack …`)).toContain("unchanged");
});

whole("a key that R2 refuses is issued anew, and the app has it", async () => {
  const call = callWith(await acme.variables());
  const [old] = await tokens();
  await call("CLOUDFLARE_API", `PUT /accounts/${accounts.cloudflare.account}/tokens/${old?.id}`, {
    ...old?.settings,
    status: "disabled",
  });
  const before = await secretOfApp();
  const { text } = await acme.run(["parity", "drift", "--stack", "staging"]);
  expect(text).toContain("R2 refuses it");
  await follow(text, shape`pulumi up --refresh --stack … --replace …`);
  const now = await tokens();
  expect(now).toHaveLength(1);
  expect(now[0]?.id).not.toBe(old?.id);
  expect(await secretOfApp()).not.toBe(before);
  await expectNoChanges(acme, "staging", "--refresh");
});

test("what cannot be put back without a loss comes into the state as it is, and nothing is written", async () => {
  const call = callWith(await acme.variables());
  const { projects } = await acme.cloud<Neon>("neon");
  await call("NEON", `PATCH /projects/${projects[0]?.project.id}`, { project: { history_retention_seconds: 3600 } });
  const properties = [{ path: "region", kind: "change", values: "hidden", replaces: true }] as const;
  const lost = { urn: "", resource: "neon Project main", action: "update", stateful: true, properties } as const;
  const from = (await acme.journal()).length;
  await follow(renderCure(fixChange(lost, "staging")).join("\n"), shape`pulumi refresh --stack …`);
  expect((await acme.journal(from)).filter(({ method }) => /PATCH|PUT|DELETE/.test(method))).toEqual([]);
  expect(await acme.state("staging")).toContain('"historyRetentionSeconds": 3600');
  await acme.bringUp("staging");
});

interface Token {
  readonly id: string;
  readonly settings: object;
}

async function tokens(): Promise<Token[]> {
  return Object.values((await acme.cloud<{ tokens: Record<string, Token> }>("cloudflare")).tokens);
}

async function secretOfApp(): Promise<string> {
  interface Fly {
    readonly apps: Record<string, { secrets: { entries: Record<string, { digest: string }> } }>;
  }
  const { apps } = await acme.cloud<Fly>("fly");
  const digest = apps["acme-api"]?.secrets.entries["S3_SECRET"]?.digest;
  if (digest === undefined) throw new Error("the app has no S3_SECRET");
  return digest;
}

interface Neon {
  readonly projects: readonly { readonly project: { readonly id: string } }[];
}
