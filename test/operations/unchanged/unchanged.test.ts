import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, expect, test } from "vitest";
import { Project } from "../../../src/components/project.ts";
import { UnchangedKeeper } from "../../../src/operations/unchanged/keeper.ts";
import { compareUnchanged } from "../../../src/operations/unchanged/unchanged.ts";
import { renderProblems } from "../../../src/problem/text.ts";
import { productFiles } from "../../stage/product.ts";

let folder: string;
let env: NodeJS.ProcessEnv;
const write = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const place = () => ({ project: join(folder, "product"), stack: "staging" });
const keeper = () => new UnchangedKeeper(place(), env);
const blind = () => compareUnchanged({ ...place(), refresh: false }, env);
const quiet = { warnings: [] };

/** A state with a value of parity's own, which no cloud is asked for, and what the stack says. */
const writeState = (project = "acme", ...more: object[]) => {
  const stack = { type: "pulumi:pulumi:Stack", urn: "urn:stack", outputs: { cost: { low: 1, high: 2 } } };
  const key = { type: "parity:index:GeneratedSecret", urn: "urn:key", custom: true, id: "key" };
  const provider = { type: "pulumi:providers:parity", urn: "urn:provider", custom: true, id: "1" };
  const latest = { resources: [stack, provider, key, ...more] };
  write(`states/.pulumi/stacks/${project}/staging.json`, JSON.stringify({ checkpoint: { latest } }));
};

const system = { neon: { organization: "org-acme-12345678", region: "aws-us-east-1" } };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unchanged-"));
  env = { XDG_CACHE_HOME: join(folder, "cache"), PULUMI_BACKEND_URL: pathToFileURL(join(folder, "states")).href };
  for (const [name, text] of Object.entries(productFiles(system, { staging: {} }))) write(`product/${name}`, text);
  writeState();
});

test("nothing is said before a run that left nothing to do", async () => expect(await blind()).toEqual({}));

test("after an up that left nothing to do, a preview that asks no cloud says so, in the engine's words", async () => {
  keeper().keep(quiet);
  const { report } = await blind();
  expect(report).toMatchObject({
    ...{ project: "acme", stack: "staging", outcome: "no changes", changes: [], drift: [], deploys: [], errors: [] },
    ...{ counts: { unchanged: 1, create: 0 }, cost: { before: { low: 1, high: 2 }, after: { low: 1, high: 2 } } },
    compared: { with: expect.stringMatching(/^\d{4}-/), clouds: false },
  });
});

test("the clouds are compared once a preview by the engine has found them as the state says", async () => {
  keeper().keep(quiet);
  const first = await compareUnchanged(place(), env);
  expect(first).toEqual({ answers: { digest: expect.any(String), salt: expect.any(String) } });
  keeper().keep(quiet, first.answers);
  expect((await compareUnchanged(place(), env)).report).toMatchObject({ compared: { clouds: true } });
});

test.each<[string, () => void]>([
  ["config", () => write("product/Pulumi.staging.yaml", "config: { acme:environment: { alias: stg } }")],
  ["the state", () => writeState("acme", { type: "parity:index:Lineage", urn: "urn:lineage", custom: true, id: "1" })],
  ["a token", () => Object.assign(env, { FLY_API_TOKEN: "fm2_one" })],
])("nothing is said after a change of %s", async (_, change) => {
  keeper().keep(quiet);
  change();
  expect(await blind()).toEqual({});
  expect(await compareUnchanged(place(), env)).toEqual({});
});

test.each<[string, () => void]>([
  ["a program of the user's own", () => editMain((text) => text.replace(/main: .*/, "main: index.ts"))],
  ["config of Pulumi ESC", () => write("product/Pulumi.staging.yaml", "environment: [shop/staging]\nconfig: {}\n")],
  ["a state at S3", () => Object.assign(env, { PULUMI_BACKEND_URL: "s3://states" })],
  ["a state that a run works at", () => write("states/.pulumi/locks/organization/acme/staging/1.json", "{}")],
])("nothing is kept of %s", async (_, change) => {
  change();
  keeper().keep(quiet);
  expect(await blind()).toEqual({});
});

test("nothing is kept of config that changed while the engine ran", async () => {
  const before = keeper();
  write("product/Pulumi.staging.yaml", "config: { acme:environment: { alias: stg } }");
  before.keep(quiet);
  expect(await blind()).toEqual({});
});

test("a warning is kept where it is of the config alone, which gives it again", async () => {
  const checkout = join(import.meta.dirname, "..", "..", "..");
  for (const name of readdirSync(checkout).filter((one) => /^Pulumi.*\.yaml$/.test(one))) {
    write(`product/${name}`, readFileSync(join(checkout, name), "utf8"));
  }
  const found = new Project(place().project).resolve().problems.get("staging") ?? [];
  expect(found).toMatchObject([{ severity: "warning" }]);
  writeState("plyr");
  keeper().keep({ warnings: [renderProblems(found), "Neon is slow today."] });
  expect(await blind()).toEqual({});
  keeper().keep({ warnings: [`${renderProblems(found)}\n`] });
  expect((await blind()).report?.warnings).toHaveLength(1);
});

function editMain(change: (text: string) => string): void {
  const text = productFiles(system, { staging: {} })["Pulumi.yaml"] ?? "";
  write("product/Pulumi.yaml", change(text));
}
