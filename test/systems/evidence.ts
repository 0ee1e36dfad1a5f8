import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Blueprint } from "../../src/components/blueprint.ts";
import { at } from "../../src/config/merge.ts";
import { render, type Template } from "../../src/config/template.ts";

/** One row of a system's table: which line of its page, and what delivers it. */
export interface Row {
  readonly id: string;
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
      const [, id, kind, evidence] = /^\| (\w\w-?T?\d+) \| (\w+) \| (.+?) \|$/.exec(line) ?? [];
      return id && kind && evidence ? [{ id, kind, evidence }] : [];
    });
}

/**
 * What is wrong with a row's evidence, or `undefined`. Kinds:
 * - `resource`: `<stack> <path in the blueprint>`, or `… = <value>`; things are found by their key: `apps.api.release`
 * - `file`: `<path of a rendered file>`, or `… contains <text>`
 * - `check`: a code of docs/problems.md
 * - `command`: a `parity` or `npm run` command of this project, by its first word
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
      return read("docs/problems.md").includes(`\`${text}\``) ? undefined : `there is no problem "${text}"`;
    case "command": {
      const [, runner, word = ""] = /^(parity|npm run) ([\w-]+)/.exec(text) ?? [];
      if (runner === "npm run")
        return word in JSON.parse(read("package.json")).scripts ? undefined : `no script ${word}`;
      return read("src/cli/main.ts").includes(`.command("${word}`) ? undefined : `there is no command parity ${word}`;
    }
    case "limit":
      return read("docs/limits.md").includes(text) ? undefined : `docs/limits.md does not say "${text}"`;
    default:
      return `"${kind}" is not a kind of evidence`;
  }
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
