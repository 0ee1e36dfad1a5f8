import { afterAll, beforeAll, expect, test } from "vitest";
import { productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { whole } from "../stage/whole.ts";
import { expectNoChanges } from "./outcome.ts";

/**
 * A product whose things need each other in an order that is not the one in which they are written, and of which production
 * reads what the shared stack owns.
 */
const system = {
  neon: { organization: "org-acme-12345678", region: "aws-us-east-1" },
  databases: { main: { name: "acme${environment.suffix}" } },
  buckets: {
    media: { name: "acme-media${environment.suffix}" },
    lake: { name: "acme-lake", shared: { owner: "shared", reason: "the worker writes to it for all of them" } },
  },
  apps: {
    api: {
      name: "acme-api${environment.suffix}",
      port: 8000,
      health: "/health",
      local: { port: 8001, command: "serve" },
      secrets: {
        DATABASE_URL: "${databases.main.url}",
        SIGNING_KEY: { generate: "hex" },
        REPORTS_URL: "${secrets.REPORTS_URL}",
        WORKER: "${apps.worker.secrets.CALLBACK_KEY}",
      },
    },
    worker: {
      name: "acme-worker",
      port: 80,
      health: "/",
      local: { port: 81, command: "work" },
      variables: { KEY_ID: "${storage.accessKeyId}" },
      secrets: { CALLBACK_KEY: { generate: "hex" }, S3_SECRET: "${storage.secretAccessKey}" },
      shared: { owner: "shared", reason: "one worker serves all of them" },
    },
  },
  sites: {
    admin: {
      project: "acme-admin${environment.suffix}",
      productionBranch: "main",
      branch: "main",
      local: { port: 5174, command: "dev" },
      variables: { WEB: "${sites.web.url}", KEY_ID: "${storage.accessKeyId}" },
    },
    web: {
      project: "acme-web${environment.suffix}",
      productionBranch: "main",
      branch: "main",
      local: { port: 5173, command: "dev" },
      variables: { API: "${apps.api.url}" },
    },
  },
};

const acme = new Sandbox(
  productFiles(system, {
    shared: {},
    staging: { deploy: { on: { push: { branches: ["main"] } } } },
    production: { deploy: { on: { release: {} } } },
  }),
);
const canary = "canary-1f0c7d52-never-in-clear";
let said = "";

async function run(words: readonly string[], input?: string) {
  const ended = await acme.run(words, input);
  said += ended.text;
  return ended;
}

async function succeed(words: readonly string[], input?: string): Promise<string> {
  const { code, text } = await run(words, input);
  expect(code, text).toBe(0);
  return text;
}

const setReports = (stack: string, url: string) =>
  succeed(["config", "set", "--path", "--secret", "--stack", stack, "acme:secrets.REPORTS_URL"], url);

beforeAll(async () => {
  for (const stack of ["staging", "production"]) {
    await setReports(stack, `postgresql://reader:${canary}@ep-${stack}-1.us-east-2.aws.neon.tech/reports`);
  }
});
afterAll(() => acme.close());

test.each(["shared", "staging", "production"])(
  "%s goes up although its things are written in an order in which none could be made, and stays as it is",
  async (stack) => {
    await succeed(["up", "--stack", stack, "--yes", "--skip-preview"]);
    said += await expectNoChanges(acme, stack, "--refresh");
  },
);

test("a value of a person that leads to a database of another environment is refused with its host alone", async () => {
  const outputs = JSON.parse(
    (await acme.run(["stack", "output", "--json", "--show-secrets", "--stack", "production"])).answer,
  ) as { reaches: { path: string[]; host: string }[] };
  const host = outputs.reaches.find(({ path }) => path[0] === "databases")?.host ?? "";
  await setReports("staging", `postgresql://reader:${canary}@${host}/reports`);
  const { code, text } = await run(["up", "--stack", "staging", "--yes"]);
  expect(code).not.toBe(0);
  expect(text).toContain(`This leads to ${host}, as does databases.main of "production".  [one-database]`);
  expect(text).toContain("Nothing was changed.");
  await setReports("staging", `postgresql://reader:${canary}@ep-staging-1.us-east-2.aws.neon.tech/reports`);
  said += await expectNoChanges(acme, "staging");
});

whole("a generated secret of production that is renamed is not lost by a plain up", async () => {
  const rename = (from: string, to: string) => acme.edit("Pulumi.yaml", (text) => text.replace(`${from}:`, `${to}:`));
  rename("SIGNING_KEY", "SESSION_KEY");
  const { code, text } = await run(["up", "--stack", "production", "--yes"]);
  expect(code).not.toBe(0);
  expect(text).toMatch(/SIGNING_KEY[\s\S]*protected/);
  rename("SESSION_KEY", "SIGNING_KEY");
  await succeed(["up", "--stack", "production", "--yes", "--skip-preview"]);
  said += await expectNoChanges(acme, "production");
});

test("what production reads of the shared stack is not destroyed with it", async () => {
  const asked = await acme.run(["parity", "destroy", "--stack", "shared", "--yes"]);
  expect(asked.code).toBe(1);
  expect(asked.text).toContain("production is up, and reads buckets.lake, apps.worker of shared.");
  expect(asked.text.trimEnd()).toMatch(/\nNothing was changed\.$/);
  const { code, text } = await run(["destroy", "--stack", "shared", "--yes"]);
  expect(code).not.toBe(0);
  expect(text).toMatch(/worker[\s\S]*protected/);
  const { apps } = await acme.cloud<{ apps: Record<string, unknown> }>("fly");
  expect(Object.keys(apps)).toContain("acme-worker");
});

test("a password in a value that is compared is found in no state, output or log", async () => {
  expect(said).not.toContain(canary);
  for (const stack of ["staging", "production"]) expect(await acme.state(stack)).not.toContain(canary);
  expect(acme.filesWith(canary)).toEqual([]);
});
