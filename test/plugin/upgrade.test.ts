import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import type { PropertyMap } from "../../src/plugin/property-values.ts";
import { defineResource } from "../../src/plugin/resource.ts";
import { Problem } from "../../src/problem/problem.ts";
import { secret, startPlugin } from "./harness.ts";

const TOKEN = "toy:index:Key";

/** Another type called the word `phrase`, and kept it in clear. */
const key = defineResource<unknown>()({
  token: TOKEN,
  description: "A key that another type made in earlier versions.",
  inputs: z.object({ name: z.string(), size: z.int().default(1) }),
  outputs: z.object({ word: z.string() }),
  secretOutputs: ["word"],
  replaceOn: ["name"],
  upgrade: (_id, { inputs, outputs }) =>
    inputs["title"] === undefined
      ? undefined
      : { inputs: { name: String(inputs["title"]) }, outputs: { word: String(outputs["phrase"] ?? "") } },
  checkState: ({ outputs }, { stack }) =>
    outputs.word ? undefined : new Problem({ code: "no-word", what: `"${stack}" has no word.`, fix: "make one" }),
  create: async ({ inputs }) => ({ id: inputs.name, inputs, outputs: { word: "new" } }),
  read: async ({ id, known }) => known && { id, ...known },
  update: async ({ before }) => before.outputs,
  delete: async () => {},
});

async function start() {
  const plugin = await startPlugin({
    ...{ name: "toy", version: "1.0.0", config: z.object({}) },
    resources: [key],
    connect: () => undefined,
  });
  onTestFinished(() => plugin.close());
  return plugin;
}

const written = { inputs: { title: "a" }, outputs: { title: "a", phrase: "open" } };
const program: PropertyMap = { name: "a", size: 1 };

test("a state of another type is updated in place, and keeps what it says under today's names", async () => {
  const plugin = await start();
  expect(await plugin.diff(TOKEN, written, program)).toMatchObject({
    ...{ differs: true, changes: { word: "add" }, replaces: [] },
  });
  const today = { ...program, word: secret("open") };
  expect(await plugin.previewUpdate(TOKEN, "a", written, program)).toStrictEqual(today);
  const updated = await plugin.update(TOKEN, "a", written, program);
  expect(updated.outputs).toStrictEqual(today);
  expect((await plugin.read(TOKEN, "a", written))?.outputs).toStrictEqual(today);
  expect(await plugin.diff(TOKEN, updated, program)).toMatchObject({ differs: false, changes: {} });
});

test("a state that lacks what is handed on stops whatever does not replace the thing", async () => {
  const plugin = await start();
  const lacking = { inputs: program, outputs: { ...program, word: "" } };
  await expect(plugin.diff(TOKEN, lacking, program)).rejects.toThrow('"staging" has no word.\n  Fix: make one');
  expect((await plugin.diff(TOKEN, lacking, { ...program, name: "b" })).replaces).toStrictEqual(["name"]);
});
