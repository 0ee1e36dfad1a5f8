import { spawn } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findEngine } from "../../sandbox/engine/engine.ts";
import { repository } from "../../sandbox/folder.ts";
import { accounts, api, productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { startOf } from "../stage/typed-line.ts";
import { whole } from "../stage/whole.ts";

const generated = { generate: "hex" };
const system = {
  repository: accounts.repository,
  apps: {
    api: {
      ...api,
      name: "acme-api${environment.suffix}",
      secrets: {
        SESSION_KEY: generated,
        PARTNER_KEY: "${secrets.PARTNER_KEY}",
        TRANSCODER_TOKEN: "${apps.transcoder.secrets.TOKEN}",
      },
    },
    transcoder: {
      ...api,
      name: "acme-transcoder",
      local: { port: 8002, command: "serve" },
      secrets: { TOKEN: generated },
      shared: { owner: "shared", reason: "one transcoder for all" },
    },
  },
};
const deploy = { on: { push: { branches: ["main"] } } };
const sandbox = new Sandbox(
  productFiles(system, { shared: { deploy }, staging: { deploy }, production: { deploy: { on: { release: {} } } } }),
);
afterAll(() => sandbox.close());

/** What only a person has, of production. */
const canary = "canary-of-a-partner";
/** What the GitHub environments `acme-preview` and `acme-preview-production` hold. */
const preview = { PULUMI_CONFIG_PASSPHRASE: "sandbox" };
const production = {
  PULUMI_CONFIG_PASSPHRASE: "a-passphrase-of-production",
  PARITY_OTHER_PASSPHRASE: preview.PULUMI_CONFIG_PASSPHRASE,
};
type Variables = { readonly [name: string]: string };

const project = join(sandbox.folder, "project");
let runner: Variables;

/** A script as a job's step runs it: beside the product's files, with the engine, the command and what the environment holds. */
function step(script: string, secrets: Variables, cwd = project): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const child = spawn("bash", ["-c", script], { cwd, env: { ...process.env, ...runner, ...secrets } });
    child.stdin.end();
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.on("close", (code) => resolve({ code, text }));
  });
}

const parity = startOf("cli")
  .map((word) => `'${word}'`)
  .join(" ");

beforeAll(async () => {
  await sandbox.bringUp("shared");
  await sandbox.bringUp("staging");
  await sandbox.succeed([
    "config",
    "set",
    "--path",
    "--secret",
    "--stack",
    "production",
    "acme:secrets.PARTNER_KEY",
    canary,
  ]);
  await sandbox.bringUp("production");
  const engine = await findEngine({ env: process.env, say: () => undefined });
  runner = {
    ...(await sandbox.variables()),
    PATH: [dirname(engine.command), dirname(process.execPath), process.env["PATH"]].join(delimiter),
    PULUMI_HOME: join(sandbox.folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(sandbox.folder, "state")}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    NO_COLOR: "1",
  };
  writeFileSync(join(sandbox.source, "passphrase"), production.PULUMI_CONFIG_PASSPHRASE);
  const rotate = "pulumi stack change-secrets-provider passphrase --stack production --non-interactive";
  const { code, text } = await step(`${rotate} < '${join(sandbox.source, "passphrase")}'`, preview);
  expect(code, text).toBe(0);
});

describe("with what a pushed branch can read, which is the state and the passphrase of all stacks but production's", () => {
  let secrets: string[];
  beforeAll(async () => {
    const { text } = await step("pulumi stack export --show-secrets --stack production", production);
    secrets = [canary, ...[...text.matchAll(/"plaintext": "\\"([^"\\]{16,})\\""/g)].map(([, value = ""]) => value)];
    expect(new Set(secrets).size).toBeGreaterThan(2);
  });

  test.each([
    "pulumi stack export --show-secrets --stack production",
    "pulumi stack output --show-secrets --stack production",
    "pulumi config --show-secrets --stack production",
    "pulumi config get --path acme:secrets.PARTNER_KEY --stack production",
    "pulumi preview --stack production",
    `${parity} preview --stack production`,
    "pulumi stack change-secrets-provider passphrase --stack production --non-interactive <<< mine",
  ])("`%s` fails, and tells no secret", async (script) => {
    const { code, text } = await step(script, preview);
    expect(code, text).not.toBe(0);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  test("the files of the state hold none of them", async () => {
    const { code, text } = await step("pulumi stack export --stack production && cat Pulumi.production.yaml", preview);
    expect(code).toBe(0);
    expect(text).toContain("ciphertext");
    for (const secret of secrets) {
      expect(text).not.toContain(secret);
      expect(sandbox.filesWith(secret)).toEqual([]);
    }
  });

  test("a program of the branch that reads production's outputs gets none of them", async () => {
    const evil = join(sandbox.source, "evil.mjs");
    symlinkSync(join(repository, "node_modules/@pulumi"), join(sandbox.source, "node_modules/@pulumi"));
    writeFileSync(
      evil,
      `import pulumi from "@pulumi/pulumi";
const ask = (what, key) => pulumi.runtime.invoke("pulumi:pulumi:" + what, { [key]: "organization/acme/production" });
const say = (all) => JSON.stringify(all);
export const outputs = ask("readStackOutputs", "name").then(say);
export const resources = ask("readStackResourceOutputs", "stackName").then(say, (error) => error.message);
`,
    );
    const main = join(project, "Pulumi.yaml");
    const before = readFileSync(main, "utf8");
    writeFileSync(main, before.replace(/^main: .*$/m, `main: ${evil}`));
    try {
      const { code, text } = await step("pulumi preview --stack staging --show-secrets", preview);
      expect(code, text).toBe(0);
      expect(text).toMatch(/resources *: ".*incorrect passphrase/);
      for (const secret of secrets) expect(text).not.toContain(secret);
    } finally {
      writeFileSync(main, before);
    }
  });

  whole("every other stack is previewed as before", async () => {
    for (const stack of ["shared", "staging"]) {
      const { code, text } = await step(`${parity} preview --stack ${stack}`, preview);
      expect([code, text]).toEqual([0, expect.stringContaining("no changes")]);
    }
  });
});

describe("with what the default branch can read in production's own environment", () => {
  test("production is previewed, also what it reads of the stack that owns its transcoder", async () => {
    const { code, text } = await step(`${parity} preview --stack production`, production);
    expect([code, text]).toEqual([0, expect.stringContaining("no changes")]);
    expect(text).not.toContain(canary);
  });

  test("without the passphrase of that stack it is not, and the message does not show the other one", async () => {
    const { PARITY_OTHER_PASSPHRASE: other, ...alone } = production;
    const { code, text } = await step(`${parity} preview --stack production`, alone);
    expect(code, text).toBe(1);
    expect(text).toContain('The passphrase of this run does not open the secrets of the stack "shared".');
    const wrong = await step(`${parity} preview --stack production`, {
      ...alone,
      PARITY_OTHER_PASSPHRASE: `${other}-not`,
    });
    expect([wrong.code, wrong.text]).toEqual([1, expect.stringContaining("nor does PARITY_OTHER_PASSPHRASE.")]);
    expect(wrong.text).not.toContain(`${other}-not`);
  });

  test("its secrets are shown", async () => {
    const { text } = await step("pulumi config get --path acme:secrets.PARTNER_KEY --stack production", production);
    expect(text).toContain(canary);
  });
});

describe("parity setup-ci", () => {
  const setUp = (words: string) => step(`${parity} setup-ci --repository acme/acme ${words}`, given, sandbox.source);
  const given = {
    ACME_PREVIEW_PULUMI_CONFIG_PASSPHRASE: preview.PULUMI_CONFIG_PASSPHRASE,
    ACME_PREVIEW_PRODUCTION_PULUMI_CONFIG_PASSPHRASE: "canary-of-a-passphrase",
    ACME_PRODUCTION_PULUMI_CONFIG_PASSPHRASE: "canary-of-a-passphrase",
    ACME_PRODUCTION_FLY_API_TOKEN: "canary-of-a-token",
  };
  const writes = async () =>
    (await sandbox.journal()).filter(({ cloud, method }) => cloud === "github" && method !== "GET").length;

  test("shows all that is missing and writes nothing, then makes it, then has nothing to do", async () => {
    const before = await writes();
    const shown = await setUp("--dry-run");
    expect([shown.code, shown.text]).toEqual([0, expect.stringMatching(/\nNothing was changed\.\n$/)]);
    expect(await writes()).toBe(before);
    const made = await setUp("--yes --approvers acme");
    expect([made.code, made.text]).toEqual([0, expect.stringMatching(/6 workflows written, \d+ settings made\.\n$/)]);
    const after = await writes();
    const again = await setUp("--yes --approvers acme");
    expect([again.code, again.text]).toEqual([0, expect.stringMatching(/\nNothing was changed\.\n$/)]);
    expect(await writes()).toBe(after);
    for (const needle of ["canary-of-a-passphrase", "canary-of-a-token"]) {
      for (const { text } of [shown, made, again]) expect(text).not.toContain(needle);
      expect(sandbox.filesWith(needle)).toEqual([]);
    }
  });

  test("is refused where one passphrase would open both", async () => {
    const same = { ACME_PRODUCTION_PULUMI_CONFIG_PASSPHRASE: preview.PULUMI_CONFIG_PASSPHRASE };
    const script = `${parity} setup-ci --repository acme/acme --yes`;
    const { code, text } = await step(script, { ...given, ...same }, sandbox.source);
    expect([code, text]).toEqual([1, expect.stringContaining("[one-passphrase]")]);
  });
});
