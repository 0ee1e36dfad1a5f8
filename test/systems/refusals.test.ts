import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Project } from "../../src/components/project.ts";
import { missingSecrets } from "../../src/components/secret/missing.ts";
import { resolveAcme } from "../config/acme.ts";

const projectOf = (folder: string) => new Project(fileURLToPath(new URL(`../../${folder}`, import.meta.url)));
const codesOf = (problems: readonly { readonly code: string }[] = []) => problems.map(({ code }) => code);

test("plyr.fm: a value that all environments write on purpose is said again at every check", () => {
  const { problems } = projectOf(".").resolve();
  const said = (problems.get("staging") ?? []).filter(({ code }) => code === "shared-value");
  expect(said.map(({ severity, what }) => [severity, what.includes("ATPROTO_APP_NAMESPACE")])).toEqual([
    ["warning", true],
  ]);
});

test("microbima: what only a person has and nobody has given is named for each stack", () => {
  const project = projectOf("systems/microbima");
  const needed = project.resolve().blueprints.get("production")?.secrets ?? [];
  const named = { project: "microbima", stack: "production" };
  expect(codesOf(missingSecrets(named, needed, []))).toEqual(["missing-secret"]);
  expect(missingSecrets(named, needed, needed)).toEqual([]);
});

test("an app that sleeps in production is warned of, and one that never sleeps is not", () => {
  const sleeping = resolveAcme("production", { apps: { api: { sleep: "stop" } } }).problems.map(
    ({ problem }) => problem,
  );
  expect(codesOf(sleeping)).toContain("production-sleeps");
  const awake = resolveAcme("production", { apps: { api: { sleep: "stop", minimum: 1 } } }).problems;
  expect(codesOf(awake.map(({ problem }) => problem))).not.toContain("production-sleeps");
});
