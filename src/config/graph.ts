import type { ProblemParts } from "../problem/parts.ts";
import type { Path } from "../problem/path.ts";
import { renderPath } from "../problem/path.ts";
import { Problem } from "../problem/problem.ts";
import { parseExpression } from "./expression.ts";
import { at } from "./merge.ts";
import { isWithin, type Refused } from "./repair.ts";
import type { Value } from "./schema/value.ts";
import type { Scope } from "./scope.ts";
import {
  addressOf,
  concat,
  type Deferred,
  deferred,
  deferredParts,
  isSecret,
  known,
  literal,
  render,
  type Template,
} from "./template.ts";

/** A value that this stack makes at random. */
export interface Generated {
  /** Where it is written, such as `apps.api.secrets.OAUTH_ENCRYPTION_KEY`: its logical name. */
  readonly key: string;
  readonly shape: Extract<Value, { generate: unknown }>["generate"];
  readonly bytes?: number;
  readonly generation: number;
}

/** A deferred value, and where one that takes it is written. */
export interface Need {
  readonly part: Deferred;
  readonly from: Path;
}

/** What a reference such as `apps.api.url` leads to; `undefined` when that is broken, which has been reported. */
export type LookUp<S extends Scope> = (
  reference: readonly string[],
  graph: Graph<S>,
  from: Path,
) => Template | undefined;

/**
 * Every value of one environment's config is a node with an address, such as `apps.api.name`. A node is evaluated when it is
 * asked for, once, to a template, or to `undefined` when it is broken: what is wrong is reported at that node, and nothing
 * further is checked on what depends on it.
 */
export class Graph<S extends Scope = Scope> {
  readonly problems: Problem[] = [];
  readonly generated = new Map<string, Generated>();
  /** Deferred values that are used, by address; those of other stacks by stack and address. */
  readonly used = new Map<string, Deferred>();
  /** A value that takes each deferred one, by its key: of those that are kept, and of the others. */
  readonly #takers = { kept: new Map<string, Path>(), open: new Map<string, Path>() };
  /** Why a value is the same in every environment, by path. */
  readonly sameEverywhere: { [path: string]: string } = {};
  readonly scope: S;
  readonly #lookUp: LookUp<S>;
  readonly #refused: Refused;
  readonly #kept: ReadonlySet<string>;
  readonly #nodes = new Map<string, Template | undefined>();
  /** Addresses being evaluated, to tell a cycle from a long way. */
  readonly #following: string[] = [];

  /** @param kept paths of values that stay as their vendor has them: they need nothing */
  constructor(
    scope: S,
    lookUp: LookUp<S>,
    refused: Refused = { broken: new Set(), doubtful: new Set() },
    kept: readonly string[] = [],
  ) {
    this.scope = scope;
    this.#lookUp = lookUp;
    this.#refused = refused;
    this.#kept = new Set(kept);
  }

  /** Deferred values that are needed, and by which value: those that only kept values would need are left out. */
  get needed(): Need[] {
    const { kept, open } = this.#takers;
    return [...this.used]
      .filter(([key]) => open.has(key) || !kept.has(key))
      .map(([key, part]) => ({ part, from: open.get(key) ?? [] }));
  }

  /** Deferred values that only kept ones would need, and one that would. */
  get unneeded(): Need[] {
    const { kept, open } = this.#takers;
    return [...kept].flatMap(([key, from]) => {
      const part = open.has(key) ? undefined : this.used.get(key);
      return part ? [{ part, from }] : [];
    });
  }

  /** Deferred values that kept ones were made of, as their vendors have them. */
  get taken(): Deferred[] {
    return [...this.#takers.kept.keys()].flatMap((key) => this.used.get(key) ?? []);
  }

  /** Names directly below a path whose values stay as their vendor has them. */
  keptAt(path: Path): string[] {
    const start = `${renderPath(path)}.`;
    return [...this.#kept].filter((one) => one.startsWith(start)).map((one) => one.slice(start.length));
  }

  /** What the value at a path of the system means. `undefined`: it is broken, or there is none. */
  template(path: Path): Template | undefined {
    const value = at(this.scope.system, path) as Value | undefined;
    return value === undefined ? undefined : this.evaluate(value, path);
  }

  /** A value that stands at `path`, or is taken as the default of it. */
  evaluate(value: Value, path: Path): Template | undefined {
    return this.node(renderPath(path), path, () => {
      const template = this.isBroken(path) ? undefined : this.#value(value, path);
      const takers = this.#kept.has(renderPath(path)) ? this.#takers.kept : this.#takers.open;
      for (const part of template ? deferredParts(template) : []) takers.set(keyOf(part), path);
      return template;
    });
  }

  /** Text that must be known before anything exists: a name, a host, a branch. */
  text(path: Path): string | undefined {
    const template = this.template(path);
    return template && this.require(template, path);
  }

  /** The texts of a list that must be known before anything exists; what is broken is left out. */
  texts(path: Path): string[] {
    const list = at(this.scope.system, path);
    return Array.isArray(list) ? list.flatMap((_, i) => this.text([...path, i]) ?? []) : [];
  }

  /** The text of a template that must be known before anything exists. */
  require(template: Template, path: Path): string | undefined {
    const text = known(template);
    if (text !== undefined) return text;
    this.once(path, "late-name", {
      what: `"${render(template)}" is not known before it is created.`,
      why: "Names are fixed before the first resource exists, so that they can be checked and never change on their own.",
      fix: "use only ${environment.…} and names of other things here",
    });
    return undefined;
  }

  /** A value that is shown in clear: a secret in it is a problem. */
  plain(path: Path): Template | undefined {
    const template = this.template(path);
    if (template === undefined || !isSecret(template)) return template;
    this.once(path, "secret-in-plain-place", {
      what: `${render(template)} is a secret, and this place is shown in clear.`,
      why: "Variables stand in fly.toml, in build logs and in dashboards; secrets do not.",
      fix: 'move it to the "secrets" beside these variables',
    });
    return undefined;
  }

  /** Evaluates one node, once. `from` is where the config asks for it. */
  node(address: string, from: Path, evaluate: () => Template | undefined): Template | undefined {
    if (this.#nodes.has(address)) return this.#nodes.get(address);
    const start = this.#following.indexOf(address);
    if (start >= 0) {
      // A reference and the value it leads to have one address to a person.
      const names = [...this.#following.slice(start), address].map((one) => one.replace(/^\$\{(.*)\}$/, "$1"));
      const circle = names.filter((name, i) => name !== names[i - 1]).join(" → ");
      this.report("reference-cycle", from, {
        what: `${names.at(-1)} leads back to itself: ${circle}.`,
        fix: "break the circle: one of them needs a value of its own",
      });
      return undefined;
    }
    this.#following.push(address);
    const template = evaluate();
    this.#following.pop();
    this.#nodes.set(address, template);
    return template;
  }

  /** A value that somebody makes later. Says that this stack uses it. */
  use(part: Deferred): Template {
    this.used.set(keyOf(part), part);
    return deferred(part);
  }

  report(code: string, path: Path, parts: Omit<ProblemParts, "code" | "where">): void {
    if (!this.isBroken(path)) this.problems.push(new Problem({ ...parts, code, where: { path } }));
  }

  /** Holds a value against a vendor's rule, unless it is broken. One value that several things take is held once. */
  accept<T>(path: Path, value: T | undefined, rule: (value: T) => Problem | undefined): void {
    const problem = value === undefined ? undefined : rule(value);
    if (problem) this.once(path, problem.code, problem.toJSON());
  }

  /** Reports what several things have in common, such as a default region, once. */
  once(path: Path, code: string, parts: Omit<ProblemParts, "code" | "where">): void {
    this.node(`${renderPath(path)} [${code}]`, path, () => {
      this.report(code, path, parts);
      return undefined;
    });
  }

  /** Whether the value at a path, or what it is in, was refused. */
  isBroken(path: Path): boolean {
    return isWithin(this.#refused.broken, path);
  }

  /** Whether what is missing at a path was probably written under a key that was refused. */
  isDoubtful(path: Path): boolean {
    return this.#refused.doubtful.has(renderPath(path));
  }

  #value(value: Value, path: Path): Template | undefined {
    if (typeof value === "string") return this.#expression(value, path);
    if ("value" in value) {
      this.sameEverywhere[renderPath(path)] = value.shared;
      return this.#expression(value.value, path);
    }
    const key = renderPath(path);
    const { generate: shape, generation = 1, bytes } = value;
    if (bytes !== undefined && (shape === "fernet" || shape === "uuid")) {
      const size = shape === "fernet" ? "a Fernet key has 32 bytes" : "a UUID has 16 bytes";
      this.report("fixed-size", [...path, "bytes"], {
        what: `"bytes" does not go with ${shape}: ${size}.`,
        fix: "remove it",
      });
    }
    this.generated.set(key, { key, shape, generation, ...(bytes !== undefined && { bytes }) });
    return this.use({ of: "generated", key, output: "", secret: true });
  }

  #expression(source: string, path: Path): Template | undefined {
    const pieces = parseExpression(source);
    if (!Array.isArray(pieces)) {
      this.report("bad-expression", path, pieces);
      return undefined;
    }
    const templates = pieces.map((piece) =>
      "text" in piece ? literal(piece.text) : this.#lookUp(piece.reference.split("."), this, path),
    );
    return templates.every((template) => template !== undefined) ? concat(...templates) : undefined;
  }
}

function keyOf(part: Deferred): string {
  return `${part.stack ?? ""}/${addressOf(part)}`;
}
