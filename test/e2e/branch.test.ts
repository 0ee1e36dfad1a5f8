import { afterAll, expect, test } from "vitest";
import { productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { expectNoChanges, live } from "./outcome.ts";

/** Two databases in one project. `trial` is an environment whose project is a branch of staging's. */
const system = {
  neon: { organization: "org-acme-12345678", region: "aws-us-east-1" },
  databases: { main: { name: "acme${environment.suffix}" }, events: { in: "main" } },
  apps: {
    api: {
      name: "acme-api${environment.suffix}",
      port: 8000,
      secrets: { DATABASE_URL: "${databases.main.url}", EVENTS_URL: "${databases.events.url}" },
    },
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
  readonly projects: readonly {
    readonly roles: readonly { readonly branch_id: string; readonly name: string }[];
    readonly databases: readonly { readonly branch_id: string; readonly name: string; readonly owner_name: string }[];
    readonly branches: readonly { readonly id: string; readonly name: string; readonly last_reset_at?: string }[];
  }[];
}

async function project() {
  const [found] = (await acme.cloud<Neon>("neon")).projects;
  if (!found) throw new Error("there is no project");
  return found;
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

test("a second database in the project has an owner of its own, and the branch its copy of both", async () => {
  const { branches, roles, databases } = await project();
  const both = { roles: ["events_owner", "main_owner"], databases: ["events of events_owner", "main of main_owner"] };
  for (const { id } of branches) {
    const here = <T extends { readonly branch_id: string }>(all: readonly T[]) =>
      all.filter((one) => one.branch_id === id);
    expect({
      roles: here(roles)
        .map(({ name }) => name)
        .sort(),
      databases: here(databases)
        .map((one) => `${one.name} of ${one.owner_name}`)
        .sort(),
    }).toEqual(both);
  }
  expect(branches).toHaveLength(2);
});

test("the branch is reset to staging's data when somebody agrees, and hands out what has changed", async () => {
  const words = ["parity", "reset", "--stack", "trial", "--database", "main"];
  const asked = await acme.run(words);
  expect(asked.code).toBe(1);
  expect(asked.text).toContain("Lost for good: everything written to main, events since");
  const resets = async () => (await project()).branches.flatMap(({ last_reset_at: at }) => at ?? []);
  expect(await resets()).toEqual([]);
  expect(await acme.succeed([...words, "--yes"])).toContain('Branch "acme-trial" was reset.');
  expect(await resets()).toHaveLength(1);
  await acme.bringUp("trial");
  await expectNoChanges(acme, "trial", "--refresh");
  const { code, text } = await acme.run(["parity", "reset", "--stack", "staging", "--database", "main", "--yes"]);
  expect({ code, text }).toMatchObject({
    code: 1,
    text: expect.stringContaining('"main" of "staging" is not a branch'),
  });
});

test("destroy takes the branch and leaves staging's database", async () => {
  await acme.succeed(["destroy", "--stack", "trial", "--yes", "--skip-preview"]);
  expect(JSON.stringify(live(await acme.cloud("neon")))).not.toContain('"acme-trial"');
  await expectNoChanges(acme, "staging", "--refresh");
});
