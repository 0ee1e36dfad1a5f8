import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const module = join(import.meta.dirname, "..", "..", "tools", "current-node.mjs");
const pins = JSON.parse(readFileSync(join(module, "..", "node", "package.json"), "utf8")).optionalDependencies;

describe("a command of the repository", () => {
  let home: string;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
    chmodSync(join(home, path), 0o755);
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "current-node-"));
    write(
      "command.mjs",
      `import { requireCurrentNode } from ${JSON.stringify(module)};\n` +
        "await requireCurrentNode().catch((error) => { console.error(error.message); process.exit(1); });\n" +
        'console.log("went on");\n',
    );
  });
  afterEach(() => rmSync(home, { recursive: true }));

  /** An `npm` that notes each run and installs, for each platform, a `node` that says how it was started. */
  function fakeNpm(exitCode = 0) {
    write("new-node", `#!/bin/sh\necho "$(command -v node) $*"\nexit 7\n`);
    const install = Object.keys(pins)
      .map((name) => `mkdir -p node_modules/${name}/bin && cp ${home}/new-node node_modules/${name}/bin/node`)
      .join("\n");
    const body = exitCode === 0 ? install : `exit ${exitCode}`;
    write("bin/npm", `#!/bin/sh\necho "$*" >> ${home}/runs\nsleep 0.3\n${body}\n`);
  }

  function run(node: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${node}" } });`;
    const args = ["--import", `data:text/javascript,${pretend}`, join(home, "command.mjs"), "up", "--yes"];
    const env = { ...process.env, PATH: `${join(home, "bin")}:${process.env["PATH"]}`, XDG_CACHE_HOME: home };
    const child = spawn(process.execPath, args, { env });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => (said.stdout += chunk));
    child.stderr.on("data", (chunk) => (said.stderr += chunk));
    return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...said })));
  }
  const cache = () => join(home, "parity", "node");

  it.each(["22.12.0", "22.13.0", "24.0.0", "26.1.0"])("runs on Node.js %s as it is", async (node) => {
    expect(await run(node)).toEqual({ code: 0, stdout: "went on\n", stderr: "" });
    expect(existsSync(cache())).toBe(false);
  });

  it.each(["20.19.0", "22.11.9"])(
    "on Node.js %s goes on with a newer one, first on the PATH, and ends as it ends",
    async (node) => {
      fakeNpm();
      const { code, stdout, stderr } = await run(node);
      const [version = ""] = readdirSync(cache());
      expect(Object.values(pins)).toContain(version);
      const bin = join(cache(), version, "bin");
      expect({ code, stdout }).toEqual({ code: 7, stdout: `${bin}/node ${join(home, "command.mjs")} up --yes\n` });
      expect(stderr).toContain(
        `Node.js ${node} is older than 22.12.0: using ${version} of ${join(cache(), version)}\n`,
      );
    },
  );

  it("fetches it once, for two at the same time too, and runs no script of a package", async () => {
    fakeNpm();
    await Promise.all([run("20.20.2"), run("20.20.2")]);
    await run("20.20.2");
    const runs = readFileSync(join(home, "runs"), "utf8");
    expect(runs).toBe("ci --ignore-scripts --no-audit --no-fund --loglevel=error\n");
    expect(readdirSync(cache())).toHaveLength(1);
  });

  it("says what it needs when npm cannot fetch it, and leaves nothing", async () => {
    fakeNpm(1);
    const { code, stdout, stderr } = await run("20.20.2");
    expect({ code, stdout, left: readdirSync(cache()) }).toEqual({ code: 1, stdout: "", left: [] });
    expect(stderr).toContain("npm ci for Node.js ended with exit code 1; its reason is above. Fix: check the network");
  });

  it("does not go on below Node.js 20.19, and says what to install", async () => {
    expect(await run("18.20.8")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "Node.js 18.20.8 is too old: 22.12.0 or newer is needed. Fix: install Node.js 22.12.0 or newer (https://nodejs.org); " +
        "from 20.19.0 on, it is fetched for you.\n",
    });
  });
});

it("is pinned with a digest for each platform", () => {
  const { packages } = JSON.parse(readFileSync(join(module, "..", "node", "package-lock.json"), "utf8"));
  for (const [name, version] of Object.entries(pins)) {
    expect(packages[`node_modules/${name}`]).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-/) });
    expect(version).toMatch(/^24\./);
  }
});
