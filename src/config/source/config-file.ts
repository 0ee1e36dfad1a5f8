import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLMap } from "yaml";
import type { Place } from "../../problem/parts.ts";
import { Problem } from "../../problem/problem.ts";

type Path = readonly (string | number)[];

/** A Pulumi YAML file with the positions of what is in it. */
export class ConfigFile {
  readonly name: string;
  readonly content: unknown;
  /** What keeps it from being read: a YAML mistake, with its line. */
  readonly problems: readonly Problem[];
  private readonly document;
  private readonly lines = new LineCounter();

  constructor(path: string) {
    this.name = basename(path);
    this.document = parseDocument(readFileSync(path, "utf8"), { lineCounter: this.lines });
    this.problems = this.document.errors.map(
      (error) =>
        new Problem({
          code: "not-yaml",
          where: { file: this.name, path: [], line: this.lines.linePos(error.pos[0]).line },
          what: (error.message.split("\n")[0] ?? "").replace(/ at line.*$/, ""),
          fix: "correct the YAML at this line",
        }),
    );
    this.content = this.problems.length > 0 ? undefined : this.document.toJS();
  }

  /** The place of a path in this file, with the line of the key, or of the nearest parent that exists. */
  place(path: Path): Place {
    for (let length = path.length; length > 0; length--) {
      const line = this.lineOf(path.slice(0, length));
      if (line !== undefined) return { file: this.name, path, line };
    }
    return { file: this.name, path };
  }

  private lineOf(path: Path): number | undefined {
    const parent = path.length === 1 ? this.document.contents : this.document.getIn(path.slice(0, -1), true);
    const key = path.at(-1);
    if (isMap(parent))
      return this.lineAt((parent as YAMLMap).items.find((pair) => keyOf(pair.key) === String(key))?.key);
    return this.lineAt(this.document.getIn(path, true));
  }

  private lineAt(node: unknown): number | undefined {
    return isNode(node) && node.range ? this.lines.linePos(node.range[0]).line : undefined;
  }
}

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}
