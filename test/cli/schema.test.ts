import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { folderWith } from "./command.ts";

test("schemas that are missing or old are stale, which fails the command and writes nothing", () => {
  const words = ["bin/start.mjs", "cli", "schema", "--check", "--out", folderWith({})];
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stdout.trimEnd().split("\n")).toEqual([
    "docs/schema/pulumi.schema.json: stale; run: npm run schema",
    "docs/schema/stack.schema.json: stale; run: npm run schema",
    "docs/reference.md: stale; run: npm run schema",
  ]);
});
