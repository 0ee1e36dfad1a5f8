import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { readState } from "../../../src/operations/existing/stack-state.ts";
import { exportFromFolder } from "../../../src/operations/existing/state-folder.ts";
import { acme, folderWith } from "../../cli/command.ts";
import { scriptPulumi } from "../engine/scripted-pulumi.ts";

const urn = "urn:pulumi:staging::acme::parity:fly:App::api";
const latest = {
  manifest: { time: "2026-01-05T10:00:00Z" },
  resources: [{ urn, type: "parity:fly:App", id: "acme-api" }],
  pending_operations: [{ type: "creating", resource: { urn } }],
};

/** A product, and a state of it beside its attributes in a folder of states. */
function kept({ state = JSON.stringify({ version: 3, checkpoint: { latest } }), attributes = "{}" } = {}) {
  const states = folderWith({});
  const file = join(states, ".pulumi", "stacks", "acme", "staging.json");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, state);
  if (attributes !== "none") writeFileSync(`${file}.attrs`, attributes);
  return {
    place: { project: folderWith(acme), stack: "staging" },
    env: { PULUMI_BACKEND_URL: pathToFileURL(states).href },
  };
}

test("a state in a folder is read as the engine exports it, and no engine is started", async () => {
  const calls = scriptPulumi({ stack: { writes: JSON.stringify({ version: 3, deployment: latest }) } });
  const { place, env } = kept();
  const read = await readState(place, env);
  expect(calls()).toEqual([]);
  expect(read).toMatchObject({ written: latest.manifest.time, resources: [{ urn, id: "acme-api" }] });
  vi.stubEnv("PULUMI_BACKEND_URL", "s3://states");
  expect(await readState(place)).toEqual(read);
  expect(calls()).not.toEqual([]);
});

test("a stack that nothing was done to holds nothing", async () => {
  const { place, env } = kept({ state: JSON.stringify({ version: 3, checkpoint: { stack: "staging" } }) });
  expect(await readState(place, env)).toMatchObject({ resources: [], unfinished: [] });
});

test.each([
  ["another form", { state: JSON.stringify({ version: 4, checkpoint: { latest } }) }],
  ["a cut file", { state: '{"version":3,"checkpoint":{"latest":{"resou' }],
  ["attributes that were half written", { attributes: '{"user.content' }],
  ["no attributes", { attributes: "none" }],
])("%s is left to the engine", (_, written) => {
  const { place, env } = kept(written);
  expect(exportFromFolder(place, env)).toBeUndefined();
});

test.each(["s3://states", "https://api.pulumi.com", "file:///nowhere"])(
  "a state at %s is left to the engine",
  (url) => {
    expect(exportFromFolder(kept().place, { PULUMI_BACKEND_URL: url })).toBeUndefined();
  },
);
