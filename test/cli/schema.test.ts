import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { shape, typeLine } from "../stage/typed-line.ts";
import { folderWith } from "./command.ts";

const root = join(import.meta.dirname, "../..");

test("schemas that are missing or old are stale, which fails and writes nothing, and the line writes them", async () => {
  const out = folderWith({});
  const words = ["bin/start.mjs", "cli", "schema", "--check", "--out", out];
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stdout.trimEnd().split("\n")).toEqual([
    `docs/schema/pulumi.schema.json: stale; run: parity schema --out ${out}`,
    `docs/schema/stack.schema.json: stale; run: parity schema --out ${out}`,
    `types/config.d.ts: stale; run: parity schema --out ${out}`,
    `types/resources.d.ts: stale; run: parity schema --out ${out}`,
    `types/resource-shapes.json: stale; run: parity schema --out ${out}`,
    `docs/reference.md: stale; run: parity schema --out ${out}`,
  ]);
  await typeLine(stdout, shape`parity schema --out …`, { cwd: out });
  expect(spawnSync(process.execPath, words, { encoding: "utf8" }).status).toBe(0);
});

test.each([
  ["pulumi", ".", "Pulumi.yaml"],
  ["stack", ".", "Pulumi.production.yaml"],
  ["pulumi", "systems/reify-studio", "Pulumi.yaml"],
  ["stack", "systems/microbima", "Pulumi.staging.yaml"],
])("a strict reader with no formats of its own compiles the %s schema, and takes %s/%s", (schema, folder, file) => {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  const validate = ajv.compile(JSON.parse(readFileSync(join(root, `docs/schema/${schema}.schema.json`), "utf8")));
  expect(validate(parse(readFileSync(join(root, folder, file), "utf8"))), JSON.stringify(validate.errors)).toBe(true);
});
