import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Blueprint } from "../../src/components/blueprint.ts";
import { at } from "../../src/config/merge.ts";
import { render, type Template } from "../../src/config/template.ts";

/** One row of a system's table: which line of its page, what became of it, and what shows that. */
export interface Row {
  readonly id: string;
  /** The line, in a few own words. */
  readonly asks: string;
  readonly status: "delivered" | "otherwise" | "not";
  /** Why it is not delivered as written; empty when it is. */
  readonly why: string;
  readonly kind: string;
  readonly evidence: string;
}

/** What a row's evidence is looked up in. */
export interface Delivered {
  readonly blueprints: ReadonlyMap<string, Blueprint>;
  /** Rendered files by path. */
  readonly files: ReadonlyMap<string, string>;
}

const repository = new URL("../../", import.meta.url);
const read = (file: string) => readFileSync(fileURLToPath(new URL(file, repository)), "utf8");

/** The rows of `docs/systems/<system>.md`: table lines that begin with an id. */
export function rowsOf(system: string): Row[] {
  return read(`docs/systems/${system}.md`)
    .split("\n")
    .flatMap((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      const [, id = "", asks = "", said = "", kind = "", ...evidence] = cells.slice(0, -1);
      const [, status, why = ""] = /^(delivered|otherwise|not)(?: \((.{8,})\))?$/.exec(said) ?? [];
      if (!/^\w\w-?T?\d+$/.test(id) || !status) return [];
      return [{ id, asks, status: status as Row["status"], why, kind, evidence: evidence.join("|") }];
    });
}

/**
 * What is wrong with a row's evidence, or `undefined`. Kinds:
 * - `resource`: `<stack> <path in the blueprint>`, or `… = <value>`; things are found by their key: `apps.api.release`
 * - `file`: `<path of a rendered file>`, or `… contains <text>`
 * - `check`: a code of docs/problems.md that a test sees refused
 * - `test`: `<test file>: <part of a test's name>`
 * - `limit`: the beginning of an entry of docs/limits.md, which says why it is not delivered
 */
export function refute({ kind, evidence }: Row, { blueprints, files }: Delivered): string | undefined {
  const text = evidence.replaceAll("`", "").replaceAll("\\|", "|");
  switch (kind) {
    case "resource": {
      const [, stack = "", path = "", value] = /^(\S+) (\S+)(?: = (.*))?$/.exec(text) ?? [];
      const blueprint = blueprints.get(stack);
      if (!blueprint) return `there is no stack "${stack}"`;
      const found = find(blueprint, path.split("."));
      if (found === undefined) return `${stack} has no ${path}`;
      return value === undefined || show(found) === value ? undefined : `${path} of ${stack} is ${show(found)}`;
    }
    case "file": {
      const [, path = "", desired] = /^(\S+)(?: contains (.*))?$/.exec(text) ?? [];
      const file = files.get(path);
      if (file === undefined) return `${path} is not rendered`;
      return desired === undefined || file.includes(desired) ? undefined : `${path} does not contain ${desired}`;
    }
    case "check":
      if (!read("docs/problems.md").includes(`\`${text}\``)) return `there is no problem "${text}"`;
      return refusals().some((code) => code === text) ? undefined : `no test sees "${text}" refused`;
    case "test": {
      const [, file = "", name = ""] = /^(\S+): (.+)$/.exec(text) ?? [];
      const names = existsSync(new URL(file, repository)) ? testNames(read(file)) : [];
      return name !== "" && names.some((one) => one.includes(name)) ? undefined : `${file} has no test "${name}"`;
    }
    case "limit":
      return read("docs/limits.md").includes(text) ? undefined : `docs/limits.md does not say "${text}"`;
    default:
      return `"${kind}" is not a kind of evidence`;
  }
}

/** Codes of problems that the expectations of tests name; the test of this file's own aside. */
function refusals(): string[] {
  const own = "test/systems/rows.test.ts";
  const files = execFileSync("git", ["ls-files", "test/**/*.test.ts"], {
    cwd: fileURLToPath(repository),
    encoding: "utf8",
  });
  const texts = files
    .split("\n")
    .filter((file) => file !== "" && file !== own)
    .map(read);
  return texts.flatMap((text) =>
    [...text.matchAll(/["[]([a-z0-9]+(?:-[a-z0-9]+)+)["\]]/g)].map(([, code = ""]) => code),
  );
}

function testNames(text: string): string[] {
  return [
    ...text.matchAll(
      /(?:test|it)(?:\.[\w.]+(?:<[^(]*>)?\([\s\S]*?\))?\(\s*"((?:[^"\\]|\\.)*)"|^\]\)\("((?:[^"\\]|\\.)*)"/gm,
    ),
  ].map(([, alone = "", ofTable = ""]) => alone || ofTable);
}

/** Follows a path through a blueprint; in a list the next word is a thing's key. */
function find(value: unknown, path: readonly string[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(value)) {
    const thing = value.find((one) => (one as { key?: string })?.key === first) ?? value[Number(first)];
    return find(thing, rest);
  }
  // Keys such as `apps.api.secrets.X` of generated values have dots themselves.
  for (let length = path.length; length > 0; length--) {
    const found = at(value, [path.slice(0, length).join(".")]);
    if (found !== undefined) return find(found, path.slice(length));
  }
  return undefined;
}

function show(value: unknown): string {
  if (value !== null && typeof value === "object" && "parts" in value) return render(value as Template);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
