import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findEngine } from "../../sandbox/engine/engine.ts";
import { printedLine, shape } from "../stage/typed-line.ts";

/** The engine as a user runs it, outside the sandbox: own home, own state, no credential of any cloud. */
const repository = fileURLToPath(new URL("../..", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "parity-outside-"));
let environment: NodeJS.ProcessEnv = {};
let command = "";
/** What the last run of the program said. */
let said = "";

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

function run(program: string, words: readonly string[], input = ""): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: environment, cwd: join(root, "project") };
    const child = execFile(program, [...words], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, text: stdout + stderr }),
    );
    child.stdin?.end(input);
  });
}

const pulumi = (words: readonly string[], input = "") => run(command, words, input);

/** Runs a line as it is printed, where this engine is the first on the PATH. */
async function type(message: string, lineShape: string, input = ""): Promise<void> {
  const { code, text } = await run("sh", ["-c", printedLine(message, lineShape)], input);
  expect(code, text).toBe(0);
}

beforeAll(async () => {
  const engine = await findEngine({ env: process.env, say: () => undefined });
  command = engine.command;
  environment = {
    HOME: root,
    PATH: [dirname(command), process.env["PATH"]].join(delimiter),
    PULUMI_HOME: join(root, "home"),
    PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "outside",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    NO_COLOR: "1",
  };
  mkdirSync(join(root, "state"));
  // The stack files are copies, because `stack init` writes a salt into them.
  mkdirSync(join(root, "project"));
  for (const name of ["node_modules", "package.json"]) {
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
  said = text;
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
  await type(said, shape`pulumi config set --path --secret --stack … '…:secrets.…'`, "a-value-of-a-person");
  expect(readFileSync(join(root, "project", "Pulumi.staging.yaml"), "utf8")).not.toContain("a-value-of-a-person");
  said = (await pulumi(["preview", "--stack", "staging"])).text;
  expect(said).not.toContain("LOGFIRE_WRITE_TOKEN");
});

test("the lines for credentials store each encrypted, for every plugin that reads it, and it is missing no longer", async () => {
  const lines = said.match(/Run: pulumi config set --secret --stack staging .*/g) ?? [];
  expect(lines.length).toBeGreaterThan(4);
  for (const line of lines) await type(line, shape`pulumi config set --secret --stack … …`, "a-token-of-a-person");
  expect(readFileSync(join(root, "project", "Pulumi.staging.yaml"), "utf8")).not.toContain("a-token-of-a-person");
  expect((await pulumi(["preview", "--stack", "staging"])).text).not.toContain("_TOKEN is not set");
});

test("a stack that the backend does not have is made by the line", async () => {
  const start = join(repository, "tools/start.mjs");
  const words = [start, "cli", "preview", "--stack", "production", "--project", join(root, "project")];
  const missing = await run(process.execPath, words);
  expect(missing.code).toBe(1);
  await type(missing.text, shape`pulumi stack init …`);
  expect((await pulumi(["stack", "ls", "--json"])).text).toContain('"name": "production"');
});
