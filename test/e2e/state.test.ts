import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findEngine } from "../../sandbox/engine/engine.ts";
import { repository } from "../../sandbox/folder.ts";
import { findBucketServer } from "../../tools/bucket-server.mjs";
import { api, productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { startOf } from "../stage/typed-line.ts";
import { isWhole, whole } from "../stage/whole.ts";

const page = readFileSync(join(repository, "docs/state.md"), "utf8");
const blocks = [...page.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);

const apps = { api: { ...api, name: "acme-api-${environment.name}", secrets: { KEY: { generate: "hex" } } } };
const deploy = { on: { push: { branches: ["main"] } } };
const sandbox = isWhole ? new Sandbox(productFiles({ apps }, { staging: { deploy } })) : undefined;
const home = mkdtempSync(join(tmpdir(), "parity-states-"));
const ends: (() => unknown)[] = [() => rmSync(home, { recursive: true }), () => sandbox?.close()];
afterAll(async () => {
  for (const end of ends) await end();
});

/** An S3-compatible server on 127.0.0.1 with an empty bucket. */
async function serveBucket(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  const words = ["-host", `127.0.0.1:${port}`, "-backend", "mem", "-initialbucket", "acme-states"];
  const child = spawn(await findBucketServer(), words, { stdio: "ignore" });
  ends.push(() => child.kill());
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await fetch(url).catch(() => undefined))?.ok; tries++) {
    if (tries > 100) throw new Error("The bucket server does not answer.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return url;
}

test("every block of docs/state.md is one that is run here", () => {
  const firsts = blocks.map((block) => block.split(/ [-"]|=/)[0]);
  expect(firsts).toEqual([
    "FOLDER",
    "pulumi stack export",
    "pulumi stack rm staging",
    "(umask 077 && openssl rand",
    "pulumi cancel",
  ]);
});

whole(
  "a stack moves from a folder to a bucket, its passphrase is rotated, and a lock is freed, as docs/state.md says",
  async () => {
    if (!sandbox) throw new Error("there is no sandbox");
    await sandbox.bringUp("staging");
    const server = await serveBucket();
    symlinkSync(join(sandbox.folder, "state"), join(home, "acme-states"));
    const engine = await findEngine({ env: process.env, say: () => undefined });
    const env = {
      ...process.env,
      ...(await sandbox.variables()),
      HOME: home,
      PATH: [dirname(engine.command), dirname(process.execPath), process.env["PATH"]].join(delimiter),
      PULUMI_HOME: join(sandbox.folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "sandbox",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    };
    const parity = startOf("cli")
      .map((word) => `'${word}'`)
      .join(" ");
    const cwd = join(sandbox.folder, "project");
    const [names = "", move = "", forget = "", rotate = "", free = ""] = blocks;
    const here = names.replace("https://ACCOUNT.r2.cloudflarestorage.com", server);
    expect(here).not.toBe(names);
    // What the blocks before it have set for the next one is set again: each is run in a shell of its own.
    let before = `set -e\nnpm() { shift 3; ${parity} "$@"; }\n${here}`;
    const run = (text: string) => shell(before + text, cwd, env);

    await run(move);
    await run(forget);
    before += 'export PULUMI_BACKEND_URL="$BUCKET"\n';
    expect(await run('PULUMI_BACKEND_URL="$FOLDER" pulumi stack ls --json')).toBe("[]\n");
    expect(JSON.parse(await run("pulumi stack ls --json"))).toMatchObject([{ name: "staging" }]);

    const salt = () => /^encryptionsalt: .*$/m.exec(readFileSync(join(cwd, "Pulumi.staging.yaml"), "utf8"))?.[0];
    const old = salt();
    expect(await run(rotate)).toMatch(/^ok +passphrase of staging +opens its secrets$/m);
    expect(salt()).not.toBe(old);
    await expect(run("npm run parity -- doctor --stack staging")).rejects.toThrow("[wrong-passphrase]");
    before += "unset PULUMI_CONFIG_PASSPHRASE\nexport PULUMI_CONFIG_PASSPHRASE_FILE=../new-passphrase\n";

    const lock = { pid: 1, username: "ann", hostname: "ci-7", timestamp: "2026-11-29T11:00:06Z" };
    const path = "acme-states/.pulumi/locks/organization/acme/staging/ae6c29dd.json";
    const put = await fetch(`${server}/${path}`, { method: "PUT", body: JSON.stringify(lock) });
    expect(put.ok).toBe(true);
    const up = "npm run parity -- up --stack staging --yes";
    await expect(run(up)).rejects.toThrow("Stack staging is locked by process 1 of ann on ci-7");
    expect(await run("npm run parity -- doctor --stack staging")).toMatch(/^not known lock of staging /m);
    await run(free);
    expect(await run(up)).toContain("staging is as the config says");
  },
);

/** What a script says, all of it. Fails unless it ends well. */
function shell(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", script], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let [out, all] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      all += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => (all += chunk.toString()));
    child.on("close", (code) => (code === 0 ? resolve(out) : reject(new Error(`It ended with ${code}:\n${all}`))));
  });
}
