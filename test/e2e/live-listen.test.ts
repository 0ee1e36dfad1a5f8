import { expect, test } from "vitest";
import { shape } from "../stage/typed-line.ts";
import { proveSystem } from "./system.ts";

const sandbox = proveSystem("live-listen", ["local", "staging", "production"]);

test("a production that Neon keeps, in the middle of a destroy, is destroyed by the lines that the refusal gives", async () => {
  await sandbox.succeed(["state", "unprotect", "--all", "--stack", "production", "--yes"]);
  const before = await sandbox.run(["parity", "destroy", "--stack", "production", "--yes"]);
  expect(before.code).toBe(1);
  expect(before.text).toMatch(/Neon protects a branch of neon Project main[\s\S]*\nNothing was changed\.\s*$/);
  const refused = await sandbox.run(["destroy", "--stack", "production", "--yes", "--skip-preview"]);
  expect(refused.code).not.toBe(0);
  expect(refused.text).toContain('write "protect: false" in Pulumi.production.yaml');
  sandbox.edit("Pulumi.production.yaml", (text) => text.replace(/^ {4}deploy:/m, "    protect: false\n$&"));
  const one = await sandbox.type(refused.text, shape`pulumi up --stack … --target …`);
  expect(one.code, one.text).toBe(0);
  const rest = await sandbox.type(refused.text, shape`parity destroy --stack …`, { more: " --yes" });
  expect(rest.code, rest.text).toBe(0);
  const { projects } = await sandbox.cloud<Neon>("neon");
  const left = projects.filter(({ deletedAt }) => deletedAt === undefined).map(({ project }) => project.name);
  expect(left).not.toContain("live-listen-production");
});

interface Neon {
  readonly projects: readonly { readonly project: { readonly name: string }; readonly deletedAt?: unknown }[];
}
