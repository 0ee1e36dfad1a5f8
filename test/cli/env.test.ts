import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { writeEnv } from "../../src/cli/env.ts";
import { acme, folderWith } from "./command.ts";

const project = "systems/live-listen";
const canary = "canary-5f0e1d";

/** An application's repository whose git ignores these patterns. */
function repositoryWith(...ignored: string[]): string {
  const out = mkdtempSync(join(tmpdir(), "parity-env-"));
  spawnSync("git", ["init", "--quiet"], { cwd: out });
  writeFileSync(join(out, ".gitignore"), ignored.join("\n"));
  return out;
}

function valuesFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "parity-values-")), "values.json");
  writeFileSync(file, text);
  return file;
}

const given = (secret: string) =>
  valuesFile(JSON.stringify({ "generated.apps.api.secrets.JWT_SECRET": secret, apps: {} }));

test("given values are written for their owner only, and not shown", () => {
  const out = repositoryWith(".env");
  const { text, exitCode } = writeEnv({ project, out, values: given(canary) });
  expect({ text, exitCode }).toEqual({ text: "written  apps/web/.env\nwritten  apps/api/.env", exitCode: 0 });
  const file = join(out, "apps/api/.env");
  expect(parseEnv(readFileSync(file, "utf8"))["JWT_SECRET"]).toBe(canary);
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
});

test("nothing is written where git would commit it", () => {
  const out = repositoryWith("apps/web/.env");
  const { text, exitCode, files } = writeEnv({ project, out, values: given(canary) });
  expect(text.split("\n")).toEqual([
    "written  apps/web/.env",
    "left     apps/api/.env: git would commit it; add it to .gitignore",
  ]);
  expect([exitCode, existsSync(join(out, "apps/api/.env"))]).toEqual([1, false]);
  expect(files).toEqual([
    { path: "apps/web/.env", became: "written" },
    { path: "apps/api/.env", became: "left", why: "git would commit it; add it to .gitignore" },
  ]);
});

test.each([
  ["given values", (out: string) => writeEnv({ project, out, values: given(canary) })],
  [
    "an edit by hand",
    (out: string) => {
      writeEnv({ project, out });
      for (const app of ["web", "api"]) appendFileSync(join(out, `apps/${app}/.env`), `JWT_SECRET=${canary}\n`);
    },
  ],
])("a file with %s stays until it is forced", (_, fillIn) => {
  const out = repositoryWith(".env");
  fillIn(out);
  expect(writeEnv({ project, out })).toMatchObject({
    text: ["web", "api"]
      .map((app) => `left     apps/${app}/.env: somebody has filled it in; --force overwrites it`)
      .join("\n"),
    exitCode: 1,
  });
  expect(readFileSync(join(out, "apps/api/.env"), "utf8")).toContain(canary);
  expect(writeEnv({ project, out, force: true }).exitCode).toBe(0);
  expect(readFileSync(join(out, "apps/api/.env"), "utf8")).not.toContain(canary);
});

test("values that are no JSON object are refused without being quoted", () => {
  const values = valuesFile(`["${canary}"`);
  const refusal = () => writeEnv({ project, out: repositoryWith(".env"), values });
  expect(refusal).toThrow(`${values} is not a JSON object.\n  Fix: write values by address`);
  expect(refusal).not.toThrow(canary);
});

test("values that are not there are an error that says what to name", () => {
  expect(() => writeEnv({ project, out: repositoryWith(".env"), values: "no-values.json" })).toThrow(
    /^The values cannot be read: ENOENT.* 'no-values\.json'\.\n {2}Fix: name a JSON file with --values, or - for standard input$/,
  );
});

test("a stack of another tier is refused", () => {
  expect(() => writeEnv({ project, out: repositoryWith(), stack: "staging" })).toThrow(
    'Stacks of tier "development": none.\n  Fix: name one of that tier with --stack',
  );
});

test("of two stacks of that tier none is taken", () => {
  const stack = "config:\n  acme:environment: { tier: development }\n";
  const two = folderWith({ ...acme, "Pulumi.me.yaml": stack });
  expect(() => writeEnv({ project: two, out: repositoryWith() })).toThrow('Stacks of tier "development": dev, me.');
});

test("outside a git repository nothing can be committed, and so it is written", () => {
  const out = folderWith({});
  expect(writeEnv({ project, out })).toMatchObject({ exitCode: 0, text: expect.stringMatching(/^written /) });
});
