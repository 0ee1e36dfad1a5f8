import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cacheFolder, pinnedVersion } from "../../../sandbox/engine/cache.ts";
import { findEngine } from "../../../sandbox/engine/engine.ts";
import { isAtLeast } from "../../../sandbox/engine/executable.ts";

const version = pinnedVersion();

describe("the engine is", () => {
  let work: string;
  let env: NodeJS.ProcessEnv;
  let said: string[];

  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "engine-"));
    // Programs that the fakes below call come last, so that a fake of the same name wins.
    env = { PATH: `${work}/bin:/usr/bin:/bin`, XDG_CACHE_HOME: `${work}/cache`, HOME: work };
    said = [];
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed", { cause: new Error("no route") })));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    rmSync(work, { recursive: true });
  });

  const find = () => findEngine({ env, say: (line) => said.push(line) });
  const cached = () => join(cacheFolder(version, env), "pulumi");

  function place(file: string, script: string): string {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  }
  const onPath = (name: string, script: string) => place(join(work, "bin", name), script);
  /** A `go` that leaves a pulumi of the version it is told, and a language host, where it is told to. */
  const fakeGo = (before = "") =>
    onPath(
      "go",
      `${before}
while [ "$1" != "-o" ]; do case "$1" in *Version=*) v="\${1##*Version=}";; esac; shift; done
printf '#!/bin/sh\\necho %s\\n' "$v" > "$2/pulumi"; chmod +x "$2/pulumi"; touch "$2/pulumi-language-nodejs"`,
    );

  it("pulumi on PATH when it is new enough and has its language host", async () => {
    const command = onPath("pulumi", "echo v3.300.1");
    onPath("pulumi-language-nodejs", "");
    expect(await find()).toEqual({ command, version: "3.300.1" });
    expect(said).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["older", "echo v3.224.9", `/bin/pulumi is 3.224.9, older than ${version}: it is not used`],
    ["broken", "exit 1", "/bin/pulumi does not say its version: it is not used"],
  ])("not pulumi on PATH when it is %s", async (_, script, line) => {
    onPath("pulumi", script);
    onPath("pulumi-language-nodejs", "");
    fakeGo();
    expect((await find()).command).toBe(cached());
    expect(said[0]).toBe(work + line);
  });

  it("not pulumi on PATH when it has no language host", async () => {
    onPath("pulumi", "echo v3.300.1");
    fakeGo();
    expect((await find()).command).toBe(cached());
    expect(said[0]).toBe(`${work}/bin/pulumi comes without pulumi-language-nodejs: it is not used`);
  });

  it("the cached one, in silence", async () => {
    place(cached(), "exit 1");
    place(join(cached(), "..", "pulumi-language-nodejs"), "");
    onPath("pulumi", "echo v3.1.0");
    expect(await find()).toEqual({ command: cached(), version });
    expect(said).toEqual([]);
  });

  it("not one in the cache without its language host, which earlier releases kept elsewhere", async () => {
    place(cached(), "exit 1");
    fakeGo();
    await find();
    expect(said.filter((line) => line.startsWith("building"))).toHaveLength(1);
  });

  it("downloaded where the official installer can be reached", async () => {
    const installer = `#!/bin/sh
while [ "$1" != "--install-root" ]; do shift; done
mkdir -p "$2/bin"; echo x > "$2/bin/pulumi"; echo x > "$2/bin/pulumi-language-nodejs"`;
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(installer)));
    expect(await find()).toEqual({ command: cached(), version });
    expect(said.at(-1)).toBe(`the Pulumi engine ${version} is downloaded to ${join(cached(), "..")}`);
  });

  it("built where it cannot", async () => {
    fakeGo();
    expect(await find()).toEqual({ command: cached(), version });
    expect(said).toEqual([
      `looking for the Pulumi engine ${version} at get.pulumi.com`,
      "the official download cannot be had here (no route)",
      `building the Pulumi engine ${version} from its Go module into ${join(cached(), "..")}: two to eight minutes, only once`,
      `the Pulumi engine ${version} is built (0 s)`,
    ]);
    expect(readdirSync(join(work, "cache", "parity", "engine"))).toEqual([basename(join(cached(), ".."))]);
  });

  it("built once by two that need it at the same time", async () => {
    fakeGo(`echo built >> '${work}/builds'; sleep 0.5`);
    const engines = await Promise.all([find(), find()]);
    expect(engines[0]).toEqual(engines[1]);
    expect(said.filter((line) => line.startsWith("building"))).toHaveLength(1);
    expect(said).toContain(`waiting for process ${process.pid}, which is getting the Pulumi engine ${version}`);
  });

  it("nothing when the build fails, and its last words are shown", async () => {
    fakeGo("echo 'no module proxy' >&2; exit 3");
    await expect(find()).rejects.toThrow(
      /go build in tools\/engine ended with exit code 3:\nno module proxy\n {2}Fix: /,
    );
    expect(existsSync(cached())).toBe(false);
  });

  it("nothing without a Go toolchain, and what to install is said", async () => {
    env["PATH"] = join(work, "bin");
    await expect(find()).rejects.toThrow(/no Go toolchain to build one\.\n {2}Fix: install Pulumi .* or Go 1\.26/);
  });
});

it.each([
  ["3.225.0", "3.225.0", true],
  ["3.226.0-alpha.1", "3.225.0", true],
  ["4.0.0", "3.225.0", true],
  ["3.224.99", "3.225.0", false],
  ["3.99.0", "3.225.0", false],
])("version %s is at least %s: %s", (version, least, expected) => {
  expect(isAtLeast(version, least)).toBe(expected);
});
