import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const start = join(import.meta.dirname, "..", "..", "tools", "start.mjs");

describe("npm run sandbox", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sandbox-main-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [start, "sandbox", "--dir", folder, ...words], (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });

  it("alone shows what it can do", async () => {
    const { code, stdout, stderr } = await run();
    expect(code).toBe(0);
    expect(stdout).toContain("npm run sandbox -- up --stack staging --yes");
    expect(stderr).toBe("");
  });

  it("status starts nothing and knows the repository's stacks", async () => {
    const { stdout } = await run("status", "--json");
    const { clouds, stacks } = JSON.parse(stdout);
    expect(clouds).toBeUndefined();
    expect(stacks).toContainEqual({ stack: "staging", resources: 0 });
  });

  it.each<[string[], string]>([
    [["show", "aws"], "The clouds are fly, neon, cloudflare, github."],
    [["show", "--jsn"], "unknown option '--jsn'"],
    [["journal", "--last", "0"], "It is a whole number above 0."],
    [["fault", "fly.createApp"], "missing required argument 'kind'"],
    [["page", "--port", "70000"], "It is a number up to 65535."],
    [["faults", "clean"], "The only word it takes is clear."],
    [["--system", "nowhere", "up"], "There is no Pulumi.yaml in"],
    [["up", "--cwd", "/tmp"], "use --system <name> instead of --cwd"],
  ])("%j is a wrong command line: exit code 2, one message, no stack trace", async (words, message) => {
    const { code, stdout, stderr } = await run(...words);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
