import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { type RotateCommand, runSecretsRotate } from "../../src/cli/secrets/rotate.ts";
import { setRotations } from "../../src/config/source/rotation-lines.ts";
import { scriptPulumi } from "../operations/engine/scripted-pulumi.ts";
import { stepOn } from "../operations/engine/step.ts";
import { api, productFiles } from "../stage/product.ts";
import { eventsOf, folderWith, losing, run } from "./command.ts";

const KEY = "apps.api.secrets.SESSION_KEY";
const deploy = { on: { push: { branches: ["main"] } } };
const files: Record<string, string> = productFiles(
  { apps: { api: { ...api, secrets: { SESSION_KEY: { generate: "hex" } } } } },
  { staging: { deploy } },
);
const unchanged = files["Pulumi.staging.yaml"] ?? "";
const held = (name: string) => ({
  urn: `urn:pulumi:staging::acme::parity:index:Environment$parity:index:GeneratedSecret::${name}`,
  created: "2026-01-01T00:00:00Z",
});
const stateOf = (...names: string[]) => JSON.stringify({ deployment: { resources: names.map(held) } });

async function rotate(
  more: Partial<RotateCommand>,
  script: Parameters<typeof scriptPulumi>[0] = {},
  environment = unchanged,
) {
  const folder = folderWith({ ...files, "Pulumi.staging.yaml": environment });
  const calls = scriptPulumi({ stack: { prints: "[]", writes: stateOf(KEY) }, ...script });
  const ended = await run(async () => {
    return runSecretsRotate([KEY], { project: folder, stack: "staging", ...more }, {});
  }).catch((error: unknown) => error);
  const file = readFileSync(join(folder, "Pulumi.staging.yaml"), "utf8");
  const ran = calls().map((words) => words.find((word) => ["up", "preview"].includes(word)));
  return { ended, file, ran: ran.filter(Boolean) };
}

test("a dry run shows what would be done, and does nothing", async () => {
  const { ended, file, ran } = await rotate({ dryRun: true });
  expect(ended).toMatchObject({
    code: 0,
    out: expect.stringContaining(`${KEY} of staging, a generated value: another is made`),
  });
  expect([file, ran]).toEqual([unchanged, []]);
});

test("nothing is rotated that nobody has agreed to", async () => {
  const { ended, file, ran } = await rotate({});
  expect(ended).toMatchObject({ code: "not-agreed" });
  expect([file, ran]).toEqual([unchanged, []]);
});

test("a stack that is not as its config says is brought up first, so that a rotation changes keys alone", async () => {
  const step = stepOn("cloudflare:index/r2Bucket:R2Bucket", "audio", { op: "create", old: null });
  const { ended, file, ran } = await rotate({ yes: true }, { preview: { events: eventsOf(step, true) } });
  expect(ended).toMatchObject({ errors: [{ code: "rotation-not-settled", commands: ["parity up --stack staging"] }] });
  expect([file, ran]).toEqual([unchanged, ["preview"]]);
});

test("the file says what is about to be done before it is done, so that a run that fails is gone on from", async () => {
  const { ended, file, ran } = await rotate({ yes: true }, { up: { code: 1, says: "error: it is out of order" } });
  expect(ended).toMatchObject({
    code: 1,
    out: expect.stringMatching(/Run: parity secrets rotate apps\.api\.secrets\.SESSION_KEY --stack staging\n$/),
  });
  expect(file).toContain(`rotations:\n      ${KEY}: { count: 1, overlap: true }\n`);
  expect(ran).toEqual(["preview", "preview", "up"]);
});

test("what goes on is not held to a settled stack, and ends with a line that stays", async () => {
  const { ended, file, ran } = await rotate(
    { yes: true, json: true },
    { stack: { prints: "[]", writes: stateOf(KEY, `${KEY}-rotated-1`) } },
  );
  expect(JSON.parse((ended as { out: string }).out)).toMatchObject({
    stack: "staging",
    outcome: "rotated",
    errors: [],
  });
  expect(file).toContain(`rotations:\n      ${KEY}: { count: 1 }\n`);
  expect(ran).toEqual(["preview", "up", "preview", "up"]);
});

const both = { stack: { prints: "[]", writes: stateOf(KEY, `${KEY}-rotated-1`) } };

test("nothing but the old key may be lost, neither when the new one is made nor when the old one goes", async () => {
  const begun = await rotate({ yes: true }, { ...both, preview: { events: losing.preview } });
  expect(begun.ended).toMatchObject({
    code: 1,
    out: expect.stringContaining("staging would lose more than an old key"),
  });
  expect(begun.ran).toEqual(["preview"]);
  const over = setRotations(unchanged, "acme", { [KEY]: { count: 1, overlap: false } });
  const ending = await rotate({ yes: true }, { ...both, preview: { events: losing.preview } }, over);
  expect(ending.ended).toMatchObject({
    code: 1,
    out: expect.stringContaining("staging would lose more than old keys: cloudflare R2Bucket audio."),
  });
  expect(ending.ran).toEqual(["preview"]);
});

test("an old generated value may be deleted in the end, although it cannot be made again", async () => {
  const over = setRotations(unchanged, "acme", { [KEY]: { count: 1, overlap: false } });
  const step = stepOn("parity:index:GeneratedSecret", KEY, { op: "delete", new: null });
  const { ended, ran } = await rotate({ yes: true }, { ...both, preview: { events: eventsOf(step, true) } }, over);
  expect(ended).toMatchObject({ code: 0, out: expect.stringContaining("Rotated. Only the new ones are valid.") });
  expect(ran).toEqual(["preview", "up"]);
});

test("Ctrl-C before anything was changed ends as an interruption, and the file is as it was", async () => {
  const asked = vi.spyOn(process, "on").mockImplementation((event, listener) => {
    // Whoever waits for it is told at once.
    if (event === "SIGINT") setImmediate(listener as () => void);
    return process;
  });
  const { ended, file } = await rotate({ yes: true }, { preview: { lasts: 500, code: 1 } });
  asked.mockRestore();
  expect(ended).toMatchObject({ code: 130, out: expect.stringContaining("Interrupted. What is in use is valid.") });
  expect(file).toBe(unchanged);
});
