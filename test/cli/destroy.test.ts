import { expect, test } from "vitest";
import { type DestroyCommand, runDestroy } from "../../src/cli/destroy.ts";
import { type ScriptedRun, scriptPulumi } from "../operations/engine/scripted-pulumi.ts";
import { stepOn } from "../operations/engine/step.ts";
import { acme, eventsOf, failure, folderWith, run } from "./command.ts";

const bucket = stepOn("cloudflare:index/r2Bucket:R2Bucket", "audio", { op: "delete", new: null });
const [planned, made] = [eventsOf(bucket, true), eventsOf(bucket, false)];

/** Both runs of the engine are `pulumi destroy`: what is only planned and what is done come in turn. */
async function destroy(
  script: Readonly<Record<string, ScriptedRun>>,
  options: Partial<DestroyCommand> = {},
  files: Readonly<Record<string, string>> = acme,
) {
  const calls = scriptPulumi(script);
  const ended = await run(() => runDestroy({ stack: "staging", project: folderWith(files), ...options }, {}));
  const engine = calls().filter(([first, , word]) => first === "-C" && word === "destroy");
  return { ...ended, engine: engine.map((words) => words.slice(3, 5)) };
}

test("what would be deleted is shown, and nothing is deleted where nobody can agree", async () => {
  const { code, out, engine } = await destroy({ destroy: { events: planned } });
  expect(code).toBe(1);
  expect(out).toContain("cloudflare R2Bucket audio");
  expect(out).toMatch(/nobody sits at a terminal[\s\S]*with --yes\n\nNothing was changed\.\n$/);
  expect(engine).toEqual([["--preview-only", "--refresh"]]);
});

test("with --yes it is deleted, each thing is told, and the last line says how many", async () => {
  const { code, out, engine } = await destroy({ destroy: { events: [...planned, ...made] } }, { yes: true });
  expect(code).toBe(0);
  expect(out).toMatch(/\ndeleted {3}cloudflare R2Bucket audio {2}[\d.]+ s\nstaging is gone: 1 deleted\.\n$/);
  expect(engine).toEqual([
    ["--preview-only", "--refresh"],
    ["--yes", "--skip-preview"],
  ]);
});

test("a destroy that comes some way runs once more: what it asked for too late is gone by then", async () => {
  const images = stepOn("cloudflare:index/r2Bucket:R2Bucket", "images", { op: "delete", new: null });
  const script = {
    "destroy --preview-only": { events: [...planned, ...eventsOf(images, true)] },
    destroy: { events: [...made, failure("DELETE …: 404 Not Found")], code: 255 },
  };
  const { code, out, engine } = await destroy(script, { yes: true });
  expect(code).toBe(1);
  expect(engine).toHaveLength(3);
  expect(out).toMatch(/404 Not Found\n\n2 deleted in staging\. Run it again when the cause is gone\.\n$/);
});

test("a destroy that deletes nothing does not run again", async () => {
  const script = {
    "destroy --preview-only": { events: planned },
    destroy: { events: [failure("Neon refused.")], code: 255 },
  };
  const { code, engine, out } = await destroy(script, { yes: true });
  expect(code).toBe(1);
  expect(engine).toHaveLength(2);
  expect(out).toMatch(/Neon refused\.\n\nNothing was changed\.\n$/);
});

test("a dry run reads, and neither asks nor deletes", async () => {
  const { code, out, engine } = await destroy({ destroy: { events: planned } }, { dryRun: true });
  expect(code).toBe(0);
  expect(out).toMatch(/Nothing was changed: this is a preview\.\n$/);
  expect(engine).toHaveLength(1);
});

test("a stack of which nothing is there is a success that asks nobody", async () => {
  const { code, out } = await destroy({ destroy: { events: [] } });
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Nothing of staging is there\. Nothing was changed\.\n$/),
  });
});

test("what the engine refuses, such as something protected, ends it before anything is deleted", async () => {
  const urn = "urn:pulumi:staging::acme::parity:neon:Project::main";
  const message = `resource "${urn}" cannot be deleted\nbecause it is protected.`;
  const { code, out, engine } = await destroy({ destroy: { events: [failure(message)], code: 255 } }, { yes: true });
  expect(code).toBe(1);
  expect(out).toMatch(/^neon Project main is protected[\s\S]*\n\nNothing was changed\.\n$/);
  expect(engine).toHaveLength(1);
});

test("a project whose branch Neon protects ends it before anything is deleted, with the two steps", async () => {
  const old = { type: "parity:neon:Project", custom: true, inputs: { protectedBranch: true } };
  const project = stepOn("parity:neon:Project", "main", { op: "delete", old, new: null });
  const { code, out, engine } = await destroy({ destroy: { events: eventsOf(project, true) } }, { yes: true });
  expect(code).toBe(1);
  expect(out).toMatch(
    /Neon protects a branch of neon Project main[\s\S]*\n {2}Run: pulumi up --stack staging --target \S+\n {2}Run: parity destroy --stack staging\n\nNothing was changed\.\n$/,
  );
  expect(engine).toHaveLength(1);
});

test("what an interrupted run was making is looked for first, and told", async () => {
  const urn = "urn:pulumi:staging::acme::parity:generated:Secret::key";
  const pending = [{ type: "creating", resource: { urn, inputs: {} } }];
  const state = { deployment: { resources: [], pending_operations: pending } };
  const script = { stack: { writes: JSON.stringify(state) }, destroy: { events: [] } };
  const { out } = await destroy(script, { yes: true });
  expect(out).toContain("cleared  generated Secret key, which an interrupted run did not come to the end of");
});

test("as JSON the result is all that is printed", async () => {
  const { out } = await destroy({ destroy: { events: [...planned, ...made] } }, { yes: true, json: true });
  expect(JSON.parse(out)).toMatchObject({
    outcome: "destroyed",
    stack: "staging",
    done: [{ resource: bucketName, action: "delete" }],
  });
});

const bucketName = "cloudflare R2Bucket audio";
