import type { AppBlueprint } from "../../components/blueprint.ts";

/**
 * Which apps each waits for: those that it calls, so that nothing new calls what is not there yet, nor what was not
 * deployed. Of two that call each other the one with a release command goes first, because what it changes in a database is
 * what others rely on; without one they are deployed side by side.
 */
export function deployOrder(apps: readonly AppBlueprint[]): ReadonlyMap<string, readonly string[]> {
  const byKey = new Map(apps.map((app) => [app.key, app]));
  const all = new Map(apps.map(({ key, calls }) => [key, calls.filter((one) => one !== key && byKey.has(one))]));
  const migrates = (key: string) => byKey.get(key)?.release !== undefined;
  const forward = keepEdges(all, (from, to) => !reaches(all, to, from) || migrates(to) || !migrates(from));
  return keepEdges(forward, (from, to) => !reaches(forward, to, from));
}

type Edges = ReadonlyMap<string, readonly string[]>;

function keepEdges(edges: Edges, keep: (from: string, to: string) => boolean): Edges {
  return new Map([...edges].map(([from, to]) => [from, to.filter((one) => keep(from, one))]));
}

function reaches(edges: Edges, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (edges.get(from) ?? []).some((next) => reaches(edges, next, to, seen));
}
