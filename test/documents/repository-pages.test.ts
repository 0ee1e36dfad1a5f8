import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { check, renderReports } from "../../src/cli/check.ts";
import { folderWith } from "../cli/command.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const topLevel = /^(src|sandbox|test|bench|proof|tools|bin|docs|systems|\.github)\/|\.(md|yaml|mjs|cjs)$/;

/** Paths in back quotes or links, without those of patterns, of a user's home and of a product's repository. */
function pathsIn(file: string): string[] {
  const text = read(file);
  const quoted = [...text.matchAll(/`([\w./*-]+)`/g)].map(([, path = ""]) => path);
  const named = quoted.filter((path) => topLevel.test(path) && path.includes("/") && !path.includes("*"));
  const linked = [...text.matchAll(/\]\(([\w./-]+)\)/g)].map(([, path = ""]) => join(dirname(file), path));
  return [...new Set([...named, ...linked])];
}

describe.each([
  "README.md",
  "ARCHITECTURE.md",
  "AGENTS.md",
  "CONTRIBUTING.md",
  "sandbox/README.md",
  "src/plugin/README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md") && name !== "reference.md")
    .map((name) => `docs/${name}`),
])("%s", (file) => {
  test("names only files and folders that exist", () => {
    const missing = pathsIn(file).filter(
      (path) => !existsSync(join(root, path)) && !existsSync(join(root, dirname(file), path)),
    );
    expect(missing).toEqual([]);
  });
});

test("README lists each command that there is, and no other", () => {
  const listed =
    /## The commands\n\n```\n([^`]*)```/.exec(read("README.md"))?.[1]?.matchAll(/^parity ([\w-]+)/gm) ?? [];
  const help = execFileSync(process.execPath, [join(root, "bin/parity.mjs"), "--help"], { encoding: "utf8" });
  const [, commands = ""] = help.split("\nCommands:\n");
  // `schema` is of this repository alone, `sandbox` has a page of its own.
  const others = ["help", "schema", "sandbox"];
  const named = [...commands.matchAll(/^ {2}([\w-]+)/gm)].flatMap(([, name = ""]) =>
    others.includes(name) ? [] : [name],
  );
  expect([...listed].map(([, name]) => name).sort()).toEqual(named.sort());
});

test("ARCHITECTURE.md draws each folder of src, and says of each dependency what it is for", () => {
  const text = read("ARCHITECTURE.md");
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<string, object>;
  const packages = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !name.startsWith("@types/"));
  const rows = text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .join("\n");
  expect(packages.filter((name) => !rows.includes(`\`${name}\``))).toEqual([]);
  const drawn = [...text.matchAll(/^ {2}([a-z]+)\/ {2,}/gm)].map(([, name]) => name);
  const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(drawn.sort()).toEqual(folders.map(({ name }) => name).sort());
});

test("README's example is a project of which `npm run check` says what is printed below it", () => {
  const blocks = [...read("README.md").matchAll(/`(Pulumi[\w.]*\.yaml)`[^\n]*\n\n```yaml\n([^`]*)```/g)];
  const files = Object.fromEntries(blocks.map(([, name = "", text = ""]) => [name, text]));
  expect(Object.keys(files)).toEqual(["Pulumi.yaml", "Pulumi.staging.yaml", "Pulumi.production.yaml"]);
  const shown = /`npm run check` answers:\n\n```\n([^`]*)```/.exec(read("README.md"))?.[1];
  expect(`${renderReports(check(folderWith(files)))}\n`).toBe(shown);
});
