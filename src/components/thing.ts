import { at } from "../config/merge.ts";
import { type Noun, type Ownership, ownershipOf } from "../config/scope.ts";
import { type Deferred, literal, type Template, type Templates } from "../config/template.ts";
import { didYouMean } from "../problem/did-you-mean.ts";
import type { Path } from "../problem/path.ts";
import type { SystemConfig, SystemGraph } from "./system.ts";

/** One thing of a system, such as an app, as one environment sees it. */
export interface Thing<C> {
  readonly key: string;
  readonly config: C;
  readonly ownership: Ownership;
  /** Where it stands in the system, such as `["apps", "api"]`. */
  readonly path: Path;
}

export type ConfigOf<N extends Noun> = SystemConfig[N][string];

/** The things of one kind that a stack has to do with, in the order in which they are written. */
export function thingsOf<N extends Noun>(noun: N, graph: SystemGraph): Thing<ConfigOf<N>>[] {
  return Object.keys(graph.scope.system[noun]).flatMap((key) => thingOf(noun, key, graph) ?? []);
}

export function thingOf<N extends Noun>(noun: N, key: string, { scope }: SystemGraph): Thing<ConfigOf<N>> | undefined {
  const things = scope.system[noun] as { readonly [key: string]: ConfigOf<N> };
  const config = Object.hasOwn(things, key) ? things[key] : undefined;
  const ownership = ownershipOf(scope, noun, config);
  return config && ownership && { key, config, ownership, path: [noun, key] };
}

/** What a reference to a value of a thing leads to. `name` is what follows the field, as in `secrets.TOKEN`. */
export type Output<C> = (
  thing: Thing<C>,
  graph: SystemGraph,
  name: string | undefined,
  from: Path,
) => Template | undefined;

/** What may be referred to of one kind of thing, by field. */
export type Outputs<C> = { readonly [field: string]: Output<C> };

/** Text of the config that is known before anything exists. */
export function textOf<C>(...field: string[]): Output<C> {
  return ({ path }, graph) => {
    const text = graph.text([...path, ...field]);
    return text === undefined ? undefined : literal(text);
  };
}

/** A value that exists once the thing does: read from its owner when that is another stack. */
export function madeBy<C>(of: Deferred["of"], output: string, secret: boolean): Output<C> {
  return ({ key, ownership }, graph) =>
    graph.use({ of, key, output, secret, ...(ownership.in === "owner" && { stack: ownership.stack }) });
}

/** Templates of the values at a path such as `["apps", "api", "secrets"]`, by name; what is broken is left out. Only secrets may be secret. */
export function valuesAt(path: Path, graph: SystemGraph): Templates {
  const read = (at: Path) => (path.at(-1) === "secrets" ? graph.template(at) : graph.plain(at));
  const names = Object.keys(at(graph.scope.system, path) ?? {});
  const entries = names.map((name) => [name, read([...path, name])] as const);
  return Object.fromEntries(entries.flatMap(([name, template]) => (template ? [[name, template]] : [])));
}

/** Reports a reference to what does not exist, with what was probably meant. */
export function reportUnknown(
  graph: SystemGraph,
  from: Path,
  reference: readonly string[],
  {
    word,
    allowed,
    rest = [],
  }: { readonly word: string; readonly allowed: readonly string[]; readonly rest?: readonly string[] },
): undefined {
  const written = [...reference, ...rest].filter(Boolean).join(".");
  const near = didYouMean(word, allowed);
  const meant = near === undefined ? undefined : [...reference.slice(0, -1), near, ...rest].join(".");
  const list =
    allowed.length > 0 ? `known here: ${allowed.join(", ")}` : "there is nothing of that kind in this system";
  graph.report("unknown-reference", from, {
    what: `\${${written}} does not exist.`,
    fix: meant
      ? `did you mean \${${meant}}?`
      : reference.length > 1
        ? list
        : `${list}; write $\${${written}} for the text`,
  });
  return undefined;
}

/** What stands for a value that cannot be missing once nothing was found wrong. */
export function sound<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new TypeError(`${what} is broken, and no problem says so`);
  return value;
}
