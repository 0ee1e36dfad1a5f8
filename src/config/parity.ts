import "./schema/meta.ts";
import type { z } from "zod";
import { type Path, renderPath } from "../problem/path.ts";
import { Problem } from "../problem/problem.ts";
import { at, isObject, type Raw } from "./merge.ts";
import { propertyOf } from "./schema/walk.ts";

/** What an environment changes of the system, and why. */
export interface Differences {
  readonly schema: z.ZodObject;
  readonly system: Raw;
  readonly overrides: Raw;
  /** Reasons by path; `*` stands for any characters. */
  readonly reasons: { readonly [pattern: string]: string };
  /** Copies of production must explain themselves; a developer's machine and the shared stack are none. */
  readonly held: boolean;
}

/**
 * Every difference that the schema does not allow must carry its reason in `differs`, and every reason must still have its
 * difference. A problem's path is one of the environment.
 */
export function checkParity({ schema, system, overrides, reasons, held }: Differences): Problem[] {
  const differences = differencesIn(overrides, schema, { system, overrides });
  const unexplained = differences.filter((path) => held && !Object.keys(reasons).some((one) => covers(one, path)));
  const stale = Object.keys(reasons).filter((pattern) => !differences.some((path) => covers(pattern, path)));
  return [
    ...unexplained.map((path) => unexplainedDifference(path, system, overrides)),
    ...stale.map(
      (pattern) =>
        new Problem({
          code: "stale-reason",
          where: { path: ["differs", pattern] },
          what: `Nothing that "${pattern}" stands for differs.`,
          fix: "remove the line",
        }),
    ),
  ];
}

function unexplainedDifference(path: Path, system: Raw, overrides: Raw): Problem {
  const name = renderPath(path);
  const kind = at(overrides, path) === null ? "takes away" : at(system, path) === undefined ? "adds" : "changes";
  return new Problem({
    code: "unexplained-difference",
    where: { path },
    what: `This environment ${kind} ${name}, which its siblings do not.`,
    why: "Environments differ in names, sizes, counts, regions, triggers, domains and values; anything else makes a test in one worth less for the other.",
    fix: `write it in Pulumi.yaml for all, or say why under "differs": { "${name}": <the reason> }`,
  });
}

type Sides = Pick<Differences, "system" | "overrides">;

/** The paths that an override touches and that the schema does not let differ; values and lists as wholes. */
function differencesIn(value: unknown, schema: z.ZodType | undefined, sides: Sides, path: Path = []): Path[] {
  const differs = schema?.meta()?.differs;
  // A thing that only one environment has is a difference as a whole, and so is all that is said of it.
  const alone = path.length > 2 && at(sides.system, path.slice(0, 2)) === undefined && path[0] !== "cloudflare";
  if (differs === "freely") return alone ? [path] : [];
  if (!isObject(value) || Object.keys(value).length === 0) return path.length === 0 ? [] : [path];
  if (differs === "by value") {
    const names = Object.keys(value).map((name) => [...path, name]);
    return names.filter((one) => alone || at(sides.system, one) === undefined || at(sides.overrides, one) === null);
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    differencesIn(inner, propertyOf(schema, key), sides, [...path, key]),
  );
}

/** Whether a reason's pattern covers a path: equal, a parent of it, or alike with `*` for any characters. */
export function covers(pattern: string, path: Path): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}(\\.|$)`).test(renderPath(path));
}
