import type { Need } from "../config/graph.ts";
import { at } from "../config/merge.ts";
import { isOwn } from "../config/scope.ts";
import { addressOf } from "../config/template.ts";
import { didYouMean } from "../problem/did-you-mean.ts";
import { type Path, renderPath } from "../problem/path.ts";
import { Problem } from "../problem/problem.ts";
import { tokensOf } from "./pipeline/resolve.ts";
import { hasSlot } from "./site/resolve.ts";
import type { SystemGraph } from "./system.ts";
import { thingsOf } from "./thing.ts";

/** Paths of the values of this stack that a vendor never tells again: those that may be kept. */
export function secretPaths(graph: SystemGraph): string[] {
  const { system, tier } = graph.scope;
  if (tier === "development") return [];
  const namesAt = (path: Path) => Object.keys(at(system, path) ?? {}).map((name) => renderPath([...path, name]));
  const apps = thingsOf("apps", graph).filter(isOwn);
  const sites = thingsOf("sites", graph).filter((site) => hasSlot(site, graph));
  const tokens = Object.keys(tokensOf(graph)).map((name) => renderPath(["pipeline", "secrets", name]));
  const pipeline = tier === "shared" ? [] : namesAt(["pipeline", "secrets"]);
  return [
    ...[...apps, ...sites].flatMap(({ path }) => namesAt([...path, "secrets"])),
    ...(system.repository === undefined ? [] : [...pipeline, ...tokens]),
  ];
}

/**
 * Holds what is said to be kept against what there is, and against what needs its value.
 * @returns what is wrong with the list itself, of the environment
 */
export function checkKept(kept: readonly string[], graph: SystemGraph): Problem[] {
  for (const { part, from } of graph.needed) {
    if (part.of !== "generated" || !kept.includes(part.key)) continue;
    graph.report("kept-value", from, {
      what: `${renderPath(from)} takes ${part.key}, which is kept: nobody can read its value.`,
      why: "A new one made at random would not be the one that the kept place has.",
      fix: `keep both, or write ${part.key} as \${secrets.NAME} and give it the value that its vendor has`,
    });
  }
  const paths = secretPaths(graph);
  return kept.flatMap((path, i) => {
    if (paths.includes(path)) return [];
    const near = didYouMean(path, paths);
    return new Problem({
      code: "unknown-kept",
      where: { path: ["kept", i] },
      what: `"${path}" is not a secret of "${graph.scope.stack}".`,
      fix: near ? `did you mean "${near}"?` : `remove it; known here: ${paths.join(", ") || "none"}`,
    });
  });
}

/** What stacks read from others that those keep: nobody there knows it. */
export function checkKeptNeeds(
  stacks: ReadonlyMap<string, { readonly needs: readonly Need[]; readonly kept: readonly string[] }>,
): { readonly stack: string; readonly problem: Problem }[] {
  return [...stacks].flatMap(([stack, { needs }]) =>
    needs.flatMap(({ part, from }) => {
      if (part.stack === undefined || !stacks.get(part.stack)?.kept.includes(addressOf(part))) return [];
      const problem = new Problem({
        code: "kept-value",
        where: { path: from },
        what: `${addressOf(part)} is kept in "${part.stack}": nobody can read its value.`,
        fix: `keep ${renderPath(from)} too, or write ${addressOf(part)} as \${secrets.NAME} and give it its value`,
      });
      return [{ stack, problem }];
    }),
  );
}
