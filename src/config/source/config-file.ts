import { basename } from "node:path";
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from "yaml";
import type { Place, ProblemParts } from "../../problem/parts.ts";
import type { Path } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";
import { type Contents, readContents } from "./files.ts";
import { checkStructure } from "./structure.ts";

/** A Pulumi YAML file with the positions of what is in it. */
export class ConfigFile {
  readonly name: string;
  /** Its values, of which Pulumi's engine reads the same; `undefined` when something is wrong with the file as a whole. */
  readonly content: unknown;
  /** What keeps it from being read, each with its line. */
  readonly problems: readonly Problem[];
  readonly #lines = new LineCounter();
  readonly #document: Document | undefined;

  /** A file that cannot be read has problems in place of content: nothing is thrown. */
  constructor(path: string, contents: Contents = readContents(path)) {
    this.name = basename(path);
    if ("problem" in contents) {
      this.problems = [contents.problem];
      return;
    }
    const { text } = contents;
    this.#document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: false, logLevel: "error" });
    // After the first mistake the reader has often lost its way.
    const [error] = this.#document.errors;
    this.problems = error
      ? [this.#problem(error.pos[0], syntax(error.code, error.message))]
      : checkStructure(this.#document, text).map(({ offset, ...parts }) => this.#problem(offset, parts));
    if (this.problems.length === 0) this.content = this.#document.toJS({ maxAliasCount: -1 });
  }

  /** A file that does not exist: it has no content, and its places are those it would have. */
  static missing(path: string): ConfigFile {
    return new ConfigFile(path, { text: "" });
  }

  /** The place of a path in this file, with the line of the key, or of the nearest parent that exists. */
  place(path: Path): Place {
    for (let length = path.length; length > 0; length--) {
      const offset = this.#offsetOf(path.slice(0, length));
      if (offset !== undefined) return { file: this.name, path, line: this.#lines.linePos(offset).line };
    }
    return { file: this.name, path };
  }

  /** Every scalar at or below a path, aliases followed, with the path that leads to it. */
  scalars(path: Path, node = this.#at(path)): { readonly path: Path; readonly scalar: Scalar }[] {
    const below = (key: string | number, part: unknown) => this.scalars([...path, key], this.#follow(part));
    if (isMap(node)) return node.items.flatMap(({ key, value }) => below(nameOf(key), value));
    if (isSeq(node)) return node.items.flatMap((item, index) => below(index, item));
    return isScalar(node) ? [{ path, scalar: node }] : [];
  }

  #problem(offset: number, parts: ProblemParts): Problem {
    return new Problem({ ...parts, where: { file: this.name, path: [], line: this.#lines.linePos(offset).line } });
  }

  #offsetOf(path: Path): number | undefined {
    const parent = this.#at(path.slice(0, -1));
    const key = String(path.at(-1));
    const node = isMap(parent) ? parent.items.find((pair) => nameOf(pair.key) === key)?.key : this.#at(path);
    return (node as Node | null | undefined)?.range?.[0];
  }

  #at(path: Path): Node | undefined {
    let node = this.#follow(this.#document?.contents);
    for (const key of path) {
      if (isMap(node)) node = this.#follow(node.items.find((pair) => nameOf(pair.key) === String(key))?.value);
      else node = isSeq(node) ? this.#follow(node.items[Number(key)]) : undefined;
    }
    return node;
  }

  #follow(node: unknown): Node | undefined {
    return (isAlias(node) && this.#document ? node.resolve(this.#document) : (node as Node | null)) ?? undefined;
  }
}

function nameOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function syntax(code: string, message: string): ProblemParts {
  if (code === "MULTIPLE_DOCS") {
    return {
      code: "not-yaml",
      what: "A second document begins here.",
      why: "Pulumi's engine reads the first one and leaves out the rest.",
      fix: "keep one document: remove the line --- or ... and join what stands on both sides",
    };
  }
  const what = (message.split("\n")[0] ?? "").replace(/ at line.*$/, "");
  return { code: "not-yaml", what, fix: "correct the YAML at this line" };
}
