import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findEngine } from "../../sandbox/engine/engine.ts";

/** The engine as a user runs it, outside the sandbox: own home, own state, no credential of any cloud. */
const repository = fileURLToPath(new URL("../..", import.meta.url));
const languageHost = join(repository, "sandbox/engine/language-host");
const root = mkdtempSync(join(tmpdir(), "parity-outside-"));
let environment: NodeJS.ProcessEnv = {};
let command = "";

function pulumi(words: readonly string[], input = ""): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      command,
      ["-C", join(root, "project"), ...words],
      { env: environment },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, text: stdout + stderr }),
    );
    child.stdin?.end(input);
  });
}

beforeAll(async () => {
  const engine = await findEngine({ env: process.env, say: () => undefined });
  command = engine.command;
  environment = {
    HOME: root,
    PATH: [dirname(command), ...(engine.hasLanguageHost ? [] : [languageHost]), process.env["PATH"]].join(delimiter),
    PULUMI_HOME: join(root, "home"),
    PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "outside",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    NO_COLOR: "1",
  };
  mkdirSync(join(root, "state"));
  // The stack files are copies, because `stack init` writes a salt into them.
  mkdirSync(join(root, "project"));
  for (const name of ["src", "bin", "tools", "node_modules", "package.json"]) {
    symlinkSync(join(repository, name), join(root, "project", name));
  }
  for (const name of readdirSync(repository).filter((file) => /^Pulumi.*\.yaml$/.test(file))) {
    cpSync(join(repository, name), join(root, "project", name));
  }
  expect((await pulumi(["stack", "init", "staging"])).code).toBe(0);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("without credentials one run names every variable, secret and stack that is missing", async () => {
  const { code, text } = await pulumi(["up", "--stack", "staging", "--yes"]);
  expect(code).not.toBe(0);
  for (const variable of ["FLY_API_TOKEN", "NEON_API_KEY", "CLOUDFLARE_API_TOKEN", "GITHUB_TOKEN"]) {
    expect(text).toContain(`${variable} is not set`);
  }
  expect(text).toContain('"LOGFIRE_WRITE_TOKEN" has no value.');
  expect(text).toContain("Run: pulumi up --stack shared");
  expect(text).toContain("Nothing was changed.");
  expect(text).not.toMatch(/\n\s+at .+:\d+:\d+/);
});

test("the line printed for a missing secret, run as it is, gives it a value that is not stored in clear", async () => {
  const { text } = await pulumi(["preview", "--stack", "staging"]);
  const line = /Run: pulumi (config set .*plyr:secrets\.LOGFIRE_WRITE_TOKEN')/.exec(text)?.[1] ?? "";
  const words = line.replaceAll("'", "").split(" ");
  expect((await pulumi(words, "a-value-of-a-person")).code).toBe(0);
  expect(readFileSync(join(root, "project", "Pulumi.staging.yaml"), "utf8")).not.toContain("a-value-of-a-person");
  expect((await pulumi(["preview", "--stack", "staging"])).text).not.toContain("LOGFIRE_WRITE_TOKEN");
});
