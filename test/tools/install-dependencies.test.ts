import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { differenceFromLock, installDependencies } from "../../tools/install-dependencies.mjs";

describe("the dependencies", () => {
  let root: string;
  let said: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "dependencies-"));
    writePackages("package-lock.json", { "": {}, "node_modules/a": "1.0.0", "node_modules/b": "2.0.0" });
    said = "";
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      said += text;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true });
  });

  function writePackages(file: string, packages: Record<string, string | object>) {
    const entries = Object.entries(packages).map(([path, of]) => [path, typeof of === "string" ? { version: of } : of]);
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), JSON.stringify({ packages: Object.fromEntries(entries) }));
  }
  const install = (packages: Record<string, string>) => writePackages("node_modules/.package-lock.json", packages);

  it("are as the lock file says when npm wrote down the same versions", () => {
    install({ "node_modules/a": "1.0.0", "node_modules/b": "2.0.0" });
    expect(differenceFromLock(root)).toBeUndefined();
  });

  it("may lack what is optional and for another machine", () => {
    const optional = { version: "1.0.0", optional: true };
    writePackages("package-lock.json", { "node_modules/a": "1.0.0", "node_modules/darwin": optional });
    install({ "node_modules/a": "1.0.0" });
    expect(differenceFromLock(root)).toBeUndefined();
  });

  it.each<[string, Record<string, string> | undefined, string]>([
    ["nothing is installed", undefined, "dependencies are not installed"],
    ["one is missing", { "node_modules/a": "1.0.0" }, "node_modules/b is missing, package-lock.json says 2.0.0"],
    [
      "one is old",
      { "node_modules/a": "0.9.0", "node_modules/b": "2.0.0" },
      "node_modules/a is 0.9.0, package-lock.json says 1.0.0",
    ],
  ])("differ when %s", (_, installed, difference) => {
    if (installed) install(installed);
    expect(differenceFromLock(root)).toBe(difference);
  });

  /** An `npm` that notes each run and installs after a moment. */
  function fakeNpm(exitCode: number) {
    const npm = join(root, "bin", "npm");
    mkdirSync(join(root, "bin"));
    writeFileSync(
      join(root, "installed"),
      '{"packages":{"node_modules/a":{"version":"1.0.0"},"node_modules/b":{"version":"2.0.0"}}}',
    );
    writeFileSync(
      npm,
      `#!/bin/sh\necho "$@" >> runs\nsleep 0.3\nmkdir -p node_modules\ncp installed node_modules/.package-lock.json\nexit ${exitCode}\n`,
    );
    chmodSync(npm, 0o755);
    vi.stubEnv("PATH", `${join(root, "bin")}:${process.env["PATH"]}`);
    vi.stubEnv("npm_execpath", undefined);
  }

  it("are installed once by two at the same time", async () => {
    fakeNpm(0);
    await Promise.all([installDependencies(root), installDependencies(root)]);
    expect(readFileSync(join(root, "runs"), "utf8")).toBe("ci --no-audit --no-fund --loglevel=error\n");
    expect(said).toContain("dependencies are not installed: running npm ci, about a minute\n");
    expect(said).toContain(`waiting for process ${process.pid}, which is installing the dependencies\n`);
    expect(differenceFromLock(root)).toBeUndefined();
  });

  it("cannot be had when npm fails, and it says what npm needs", async () => {
    fakeNpm(7);
    await expect(installDependencies(root)).rejects.toThrow(
      /ended with exit code 7; its reason is above\. Fix: when it could not reach the npm registry/,
    );
  });
});
