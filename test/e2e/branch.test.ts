import { afterAll, expect, test } from "vitest";
import { productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { expectNoChanges, live } from "./outcome.ts";

/** `trial` is an environment whose database is a branch of staging's. */
const system = {
  neon: { organization: "org-acme-12345678", region: "aws-us-east-1" },
  databases: { main: { name: "acme${environment.suffix}" } },
  apps: {
    api: { name: "acme-api${environment.suffix}", port: 8000, secrets: { DATABASE_URL: "${databases.main.url}" } },
  },
};
const push = { deploy: { on: { push: { branches: ["main"] } } } };
const acme = new Sandbox(
  productFiles(system, {
    staging: push,
    trial: { ...push, tier: "review", databases: { main: { branch: { of: "staging" } } } },
  }),
);

interface Neon {
  readonly projects: { readonly [id: string]: unknown };
  readonly branches: { readonly [id: string]: { readonly name: string; readonly parent_id?: string } };
}

afterAll(() => acme.close());

test("a database that is a branch of staging's comes up beside it, and stays as it is", async () => {
  const { code, text } = await acme.run(["up", "--stack", "trial", "--yes"]);
  expect(code, text).toBe(0);
  await expectNoChanges(acme, "staging", "--refresh");
  await expectNoChanges(acme, "trial", "--refresh");
  const neon = JSON.stringify(live(await acme.cloud<Neon>("neon")));
  expect(neon.match(/"acme-trial"/g)).not.toBeNull();
  const outputs = await acme.ask<{ [name: string]: string }>(["stack", "output", "--stack", "staging", "--json"]);
  expect(outputs["databases.main.projectId"]).toMatch(/^[a-z]+-/);
});

test("destroy takes the branch and leaves staging's database", async () => {
  await acme.succeed(["destroy", "--stack", "trial", "--yes"]);
  expect(JSON.stringify(live(await acme.cloud("neon")))).not.toContain('"acme-trial"');
  await expectNoChanges(acme, "staging", "--refresh");
});
