import type { z } from "zod";
import type { Place } from "../../problem/parts.ts";
import type { Path } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";
import { at, isObject } from "../merge.ts";
import { expectedAt } from "../schema/nodes.ts";
import type { ConfigFile } from "./config-file.ts";
import { checkPlain } from "./plain-scalars.ts";
import { encryptedValues, type Owner } from "./secret-places.ts";

export interface ObjectSource {
  readonly file: ConfigFile;
  /** Of the object in the file. */
  readonly path: Path;
  readonly owner: Owner;
  /** What the object's values are for. */
  readonly schemas: readonly z.ZodType[];
  /** What is wrong in the file around the object. */
  readonly around: readonly Problem[];
}

/** One of the two objects that a stack is made from, with where it was written: the system, or the stack's environment. */
export class ConfigObject {
  readonly file: ConfigFile;
  readonly owner: Owner;
  /** Its setting, such as `shop:environment`. */
  readonly key: string;
  /** What stands in the file; `undefined` where nothing does, or where the file cannot be read. */
  readonly value: unknown;
  /** Everything that is wrong before its meaning is asked for. */
  readonly problems: readonly Problem[];
  readonly #path: Path;
  readonly #misplaced: readonly Problem[];

  constructor({ file, path, owner, schemas, around }: ObjectSource) {
    this.file = file;
    this.owner = owner;
    this.#path = path;
    const key = String(path[1]);
    this.key = key.includes(":") ? key : `${owner.project}:${key}`;
    this.value = at(file.content, path) ?? undefined;
    const scalars = isObject(this.value) ? file.scalars(path) : [];
    const plain = scalars.flatMap(({ path: full, scalar }) => {
      const problem = checkPlain(scalar, () => expectedAt(schemas, full.slice(path.length)));
      return problem ? [new Problem({ ...problem, where: { path: full } })] : [];
    });
    this.#misplaced = [...around, ...encryptedValues(this.value, owner, path), ...plain];
    this.problems = [...file.problems, ...this.#misplaced.map((one) => one.at(this.#shown(one.path)))];
  }

  /** Whether the file could be read: without that, nothing is known of the object. */
  get isRead(): boolean {
    return this.file.problems.length === 0;
  }

  /** Whether the object was most likely written somewhere, in a way that nothing reads. */
  get isLost(): boolean {
    return this.problems.length > 0 && (this.covers([]) || !isObject(this.value));
  }

  /** The place of a path of the object. */
  place(path: Path): Place {
    return this.#shown([...this.#path, ...path]);
  }

  /** Whether what is at a path of the object has a problem already: what else is wrong there follows from that. */
  covers(path: Path): boolean {
    const full = [...this.#path, ...path];
    return this.#misplaced.some((one) => one.path.every((part, index) => part === full[index]));
  }

  /** Without the file's own wrapping (`config`, `value`): people know where the system and environment stand. */
  #shown(path: Path): Place {
    const isSystem = this.#path.length === 3 && this.#path.every((part, index) => part === path[index]);
    const isConfig = path[0] === "config" && path.length > 1;
    return { ...this.file.place(path), path: path.slice(isSystem ? 3 : isConfig ? 1 : 0) };
  }
}
