import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { explainCheckpoint, explainListing } from "../../../src/operations/engine/checkpoint.ts";
import { explainEnd } from "../../../src/operations/engine/error.ts";
import { listStacks } from "../../../src/operations/engine/stacks.ts";
import { shape, typeLine } from "../../stage/typed-line.ts";
import { scriptPulumi } from "./scripted-pulumi.ts";

const said = "failed to load checkpoint: EOF";
const place = { project: "plyr", stack: "staging" };

function backendWith(attributes: string) {
  const folder = mkdtempSync(join(tmpdir(), "parity-backend-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, ".pulumi/stacks/plyr"), { recursive: true });
  const file = join(folder, ".pulumi/stacks/plyr/staging.json.attrs");
  writeFileSync(file, attributes);
  return { backend: pathToFileURL(folder).href, file };
}

test.each(["", '{"user.content_type":"appl'])(
  "attributes that were cut short are removed by the line, and no more: %j",
  async (attributes) => {
    const { backend, file } = backendWith(attributes);
    writeFileSync(file.replace(/\.attrs$/, ""), "{}");
    const problem = explainCheckpoint(said, place, backend);
    expect(problem).toMatchObject({ code: "state-half-written", commands: [`rm ${file}`] });
    await typeLine(String(problem?.message), shape`rm …`, { cwd: tmpdir() });
    expect(readdirSync(dirname(file))).toEqual(["staging.json"]);
  },
);

test("where stacks are listed, those whose attributes were cut short are found, and no others", async () => {
  const { backend, file } = backendWith("");
  const other = file.replace("staging", "dev");
  writeFileSync(other, "{}");
  const problem = explainListing("EOF", "plyr", backend);
  expect(problem).toMatchObject({ code: "state-half-written", commands: [`rm ${file}`] });
  await typeLine(String(problem?.message), shape`rm …`, { cwd: tmpdir() });
  expect(readdirSync(dirname(file))).toEqual(["dev.json.attrs"]);
  expect(explainListing("EOF", "plyr", backend)).toBeUndefined();
});

test("drift explains it too, which lists the stacks first", async () => {
  const { backend, file } = backendWith("");
  vi.stubEnv("PULUMI_BACKEND_URL", backend);
  scriptPulumi({ stack: { says: "error: EOF", code: 1 } });
  await expect(listStacks(".")).rejects.toMatchObject({
    code: "state-half-written",
    message: expect.stringContaining(file),
  });
});

test("attributes that are whole are not removed: something else cannot be read", () => {
  expect(explainCheckpoint(said, place, backendWith("{}").backend)).toBeUndefined();
});

test("where the backend is not known, the file is named by where it lies in it", () => {
  const problem = explainCheckpoint(said, place, undefined);
  expect(problem?.message).toMatch(
    /Fix: remove \.pulumi\/stacks\/plyr\/staging\.json\.attrs, where it is empty or cut, from the folder/,
  );
});

test("any other refusal to load a state is left in the engine's words", () => {
  expect(explainCheckpoint("failed to load checkpoint: no such bucket", place)).toBeUndefined();
});

test("a run of the engine that ends so is explained with the project's name", () => {
  vi.stubEnv("PULUMI_BACKEND_URL", "");
  const ended = { code: 255, signal: null, interrupted: false, said };
  expect(explainEnd(ended, { project: "systems/relay", stack: "dev" })).toContain(
    ".pulumi/stacks/relay/dev.json.attrs",
  );
});
