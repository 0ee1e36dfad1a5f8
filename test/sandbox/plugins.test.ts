import { execFileSync } from "node:child_process";
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

const built = { command: "/x/pulumi", version: "3.225.0", hasLanguageHost: false };
const official = { ...built, hasLanguageHost: true };
const plugins = () => readdirSync(join(folder.home, "plugins")).sort();

it("stubs lie where the engine looks for the versions of the installed packages", () => {
  expect(placePlugins(folder, official)).toEqual([]);
  expect(plugins()).toEqual([`resource-cloudflare-v${cloudflare}`, `resource-github-v${github}`]);
});

it("an engine without a Node.js language host gets the sandbox's", () => {
  placePlugins(folder, built);
  const host = join(folder.home, "plugins", "language-nodejs-v3.225.0", "pulumi-language-nodejs");
  // Its standard input ends at once, as it does when the engine is gone: it prints its port and ends.
  expect(execFileSync(host, ["127.0.0.1:1"], { input: "", encoding: "utf8" })).toMatch(/^\d+\n$/);
});

it("a real plugin is left alone and named", () => {
  const real = join(folder.home, "plugins", `resource-github-v${github}`, "pulumi-resource-github");
  mkdirSync(join(real, ".."), { recursive: true });
  writeFileSync(real, "real");
  expect(placePlugins(folder, official)).toEqual(["github"]);
  expect(readFileSync(real, "utf8")).toBe("real");
});

it("a real plugin is not read whole at every command", () => {
  const real = join(folder.home, "plugins", `resource-github-v${github}`, "pulumi-resource-github");
  mkdirSync(join(real, ".."), { recursive: true });
  // Too long for a string: reading all of it would throw. Sparse, so that it takes no room.
  writeFileSync(real, "\x7fELF");
  truncateSync(real, 2 ** 31 + 2 ** 10);
  expect(placePlugins(folder, official)).toEqual(["github"]);
});

it("a stub of a checkout that was moved is replaced", () => {
  placePlugins(folder, official);
  const file = join(folder.home, "plugins", `resource-github-v${github}`, "pulumi-resource-github");
  const now = readFileSync(file, "utf8");
  writeFileSync(file, now.replace(/exec '.*'/, "exec '/gone/pulumi-resource-github'"));
  expect(placePlugins(folder, official)).toEqual([]);
  expect(readFileSync(file, "utf8")).toBe(now);
});
