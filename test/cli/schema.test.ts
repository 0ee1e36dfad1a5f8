import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { shape, typeLine } from "../stage/typed-line.ts";
import { folderWith } from "./command.ts";

test("schemas that are missing or old are stale, which fails and writes nothing, and the line writes them", async () => {
  const out = folderWith({});
  const words = ["bin/start.mjs", "cli", "schema", "--check", "--out", out];
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stdout.trimEnd().split("\n")).toEqual([
    `docs/schema/pulumi.schema.json: stale; run: parity schema --out ${out}`,
    `docs/schema/stack.schema.json: stale; run: parity schema --out ${out}`,
    `docs/reference.md: stale; run: parity schema --out ${out}`,
  ]);
  await typeLine(stdout, shape`parity schema --out …`, { cwd: out });
  expect(spawnSync(process.execPath, words, { encoding: "utf8" }).status).toBe(0);
});
