import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findResources } from "../../src/typescript/resources.ts";
import { folderWith } from "../cli/command.ts";

const good = "export default ({ name }) => ({ name });\n";

test("a product without resources of its own has none", async () => {
  expect(await findResources(folderWith({}))).toBeUndefined();
});

test.each(["resources.ts", "resources.mjs", "resources.js"])("the function of %s is found", async (name) => {
  const declare = await findResources(folderWith({ [name]: good, "package.json": '{"type":"module"}' }));
  expect(declare?.({ name: "staging" } as Parameters<typeof declare>[0])).toEqual({ name: "staging" });
});

test("two files are refused", async () => {
  const folder = folderWith({ "resources.ts": good, "resources.mjs": good });
  await expect(findResources(folder)).rejects.toThrow(/resources\.ts and resources\.mjs.*\[wrong-resources\]/s);
});

test("a file that exports no function is refused, with what to write", async () => {
  const folder = folderWith({});
  writeFileSync(join(folder, "resources.mjs"), "export const name = 1;\n");
  await expect(findResources(folder)).rejects.toThrow(/resources\.mjs.*Fix: write: export default/s);
});

test("TypeScript is refused where Node.js does not read it", async () => {
  const { typescript } = process.features;
  Object.defineProperty(process.features, "typescript", { value: false, configurable: true });
  try {
    await expect(findResources(folderWith({ "resources.ts": good }))).rejects.toThrow("run Node.js 22.18 or newer");
  } finally {
    Object.defineProperty(process.features, "typescript", { value: typescript, configurable: true });
  }
});
