import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { findSource, openFolder, type SandboxFolder } from "../../sandbox/folder.ts";
import { placePlugins } from "../../sandbox/plugins.ts";

const { "@pulumi/cloudflare": cloudflare, "@pulumi/github": github } = manifest.dependencies;

let work: string;
let folder: SandboxFolder;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), "sandbox-plugins-"));
  folder = openFolder(findSource(undefined, {}), work, {});
});
afterEach(() => rmSync(work, { recursive: true }));

const plugins = () => readdirSync(join(folder.home, "plugins")).sort();

it("stubs lie where the engine looks for the versions of the installed packages", () => {
  expect(placePlugins(folder)).toEqual([]);
  expect(plugins()).toEqual([`resource-cloudflare-v${cloudflare}`, `resource-github-v${github}`]);
});

it("a real plugin is left alone and named", () => {
  const real = join(folder.home, "plugins", `resource-github-v${github}`, "pulumi-resource-github");
  mkdirSync(join(real, ".."), { recursive: true });
  writeFileSync(real, "real");
  expect(placePlugins(folder)).toEqual(["github"]);
  expect(readFileSync(real, "utf8")).toBe("real");
});

it("a real plugin is not read whole at every command", () => {
  const real = join(folder.home, "plugins", `resource-github-v${github}`, "pulumi-resource-github");
  mkdirSync(join(real, ".."), { recursive: true });
  // Too long for a string: reading all of it would throw. Sparse, so that it takes no room.
  writeFileSync(real, "\x7fELF");
  truncateSync(real, 2 ** 31 + 2 ** 10);
  expect(placePlugins(folder)).toEqual(["github"]);
});

it("a stub of a checkout that was moved is replaced", () => {
  placePlugins(folder);
  const file = join(folder.home, "plugins", `resource-github-v${github}`, "pulumi-resource-github");
  const now = readFileSync(file, "utf8");
  writeFileSync(file, now.replace(/exec '.*'/, "exec '/gone/pulumi-resource-github'"));
  expect(placePlugins(folder)).toEqual([]);
  expect(readFileSync(file, "utf8")).toBe(now);
});
