import type { z } from "zod";
import { didYouMean } from "../problem/did-you-mean.ts";
import { type Path, renderPath } from "../problem/path.ts";
import { at, isObject } from "./merge.ts";
import { keysOf, schemaAt } from "./schema/walk.ts";

/** What is left of a config when what its schema refuses is taken out, so that the rest can be checked at the same time. */
export interface Repaired<T> {
  /** Absent when nothing could be saved. */
  readonly config?: T;
  /** What may not be judged. */
  readonly refused: Refused;
}

export interface Refused {
  /** Paths that were refused, rendered: what stands there now is made up, and nothing may be said of it. */
  readonly broken: ReadonlySet<string>;
  /** Paths, rendered, that an unknown key was probably meant to be: nothing may be said to be missing there. */
  readonly doubtful: ReadonlySet<string>;
}

/** Values that some property takes, for one that is required and was refused. */
const fillers: readonly unknown[] = ["x", 1, true, "/x", "x/x", "0".repeat(32), {}, []];
const ROUNDS = 50;

/** @param value what `schema` has refused */
export function repair<S extends z.ZodType>(schema: S, value: unknown): Repaired<z.output<S>> {
  const broken = new Map<string, number>();
  const doubtful = new Set<string>();
  const refused = () => ({ broken: new Set(broken.keys()), doubtful });
  let current = structuredClone(value);
  for (let round = 0; round < ROUNDS; round++) {
    const parsed = schema.safeParse(current);
    if (parsed.success) return { config: parsed.data, refused: refused() };
    for (const issue of parsed.error.issues) {
      const path = issue.path as Path;
      const places = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
      for (const place of places) {
        const tries = broken.get(renderPath(place)) ?? 0;
        broken.set(renderPath(place), tries + 1);
        if (place.length === 0) return { refused: refused() };
        if (issue.code === "unrecognized_keys") {
          const meant = didYouMean(String(place.at(-1)), keysOf(schemaAt(schema, path)));
          if (meant !== undefined) doubtful.add(renderPath([...path, meant]));
        }
        const choices = issue.code === "invalid_value" ? [issue.values[0], ...fillers] : fillers;
        current = replaced(current, place, tries === 0 ? undefined : choices[tries - 1]);
      }
    }
  }
  return { refused: refused() };
}

/** The value with another one at a path, or without it. An element of a list stays, so that the others keep their places. */
function replaced(value: unknown, path: Path, filler: unknown): unknown {
  const [key = "", ...rest] = path;
  const inner = rest.length === 0 ? filler : replaced(at(value, [key]), rest, filler);
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? (inner ?? fillers[0]) : item));
  const { [key]: _, ...others } = isObject(value) ? value : {};
  return inner === undefined ? others : { ...others, [key]: inner };
}

/** Whether a path is one of these rendered paths or lies below one. */
export function isWithin(places: ReadonlySet<string>, path: Path): boolean {
  return places.size > 0 && path.some((_, i) => places.has(renderPath(path.slice(0, i + 1))));
}
