import type { Blueprint } from "../../components/blueprint.ts";
import { isObject } from "../../config/merge.ts";
import { nouns } from "../../config/scope.ts";
import { render, type Template } from "../../config/template.ts";
import type { Path } from "../../problem/path.ts";

/** One value of a thing, in two environments. Absent: the other alone has it. */
export interface Difference {
  /** Where it stands in the config, such as `apps.api.regions.iad`. */
  readonly path: Path;
  readonly first?: string;
  readonly second?: string;
}

/** What is compared of one thing, such as `apps.api`, or of the environment itself. */
export interface Compared {
  readonly thing: string;
  readonly differences: readonly Difference[];
  /** How many values are the same. */
  readonly same: number;
}

/** What follows from other values, and is told with those. */
const derived = new Set(["key", "host", "url", "subdomain", "calls", "servesHttp", "local", "kept", "serves"]);

/** What two environments have otherwise, thing by thing, as it is resolved. Secrets are compared by where they come from. */
export function compareEnvironments(first: Blueprint, second: Blueprint): Compared[] {
  const things = nouns.flatMap((noun) =>
    [...new Set([...first[noun], ...second[noun]].map(({ key }) => key))].map((key) => {
      const [one, other] = [first, second].map((blueprint) => blueprint[noun].find((thing) => thing.key === key));
      return compareLeaves([noun, key], leavesOf(one), leavesOf(other));
    }),
  );
  const settings = compareLeaves(["deploy"], settingsOf(first), settingsOf(second));
  return [settings, ...things].filter(({ differences, same }) => differences.length + same > 0);
}

function settingsOf({ pipeline, protect }: Blueprint): ReadonlyMap<string, Leaf> {
  const { on, reviewers, wait, checklist, onFailure } = pipeline ?? {};
  return leavesOf({ on, reviewers, wait, checklist, onFailure, protect });
}

interface Leaf {
  readonly path: Path;
  readonly text: string;
}

function compareLeaves(path: Path, one: ReadonlyMap<string, Leaf>, other: ReadonlyMap<string, Leaf>): Compared {
  const names = [...new Set([...one.keys(), ...other.keys()])].sort();
  const differing = names.filter((name) => one.get(name)?.text !== other.get(name)?.text);
  return {
    thing: path.join("."),
    same: names.length - differing.length,
    differences: differing.map((name) => {
      const [first, second] = [one.get(name), other.get(name)];
      return {
        path: [...path, ...((first ?? second)?.path ?? [])],
        ...(first && { first: first.text }),
        ...(second && { second: second.text }),
      };
    }),
  };
}

/** Every value inside a thing, by its path as text. */
function leavesOf(thing: unknown): ReadonlyMap<string, Leaf> {
  return new Map(thing === undefined ? [] : leaves(thing, []).map((leaf) => [leaf.path.join("\0"), leaf]));
}

function leaves(value: unknown, path: Path): Leaf[] {
  if (value === undefined || value === null) return [];
  if (isTemplate(value)) return [{ path, text: render(value) }];
  if (Array.isArray(value)) return value.length === 0 ? [] : listed(value, path);
  if (!isObject(value)) return [{ path, text: String(value) }];
  return Object.entries(value).flatMap(([key, inner]) =>
    derived.has(key) ? [] : leaves(inner, [...path, ...wordOf(key)]),
  );
}

/** Groups of machines by their names, as the config has them; any other list is one value. */
function listed(list: readonly unknown[], path: Path): Leaf[] {
  if (path.at(-1) !== "processes") return [{ path, text: list.map(textOf).join(", ") }];
  return list.flatMap((group) => {
    if (!isObject(group)) return [];
    const { name, ...words } = group;
    // The only group has no name in the config: its words are the app's own.
    return list.length === 1 ? leaves(words, path.slice(0, -1)) : leaves(words, [...path, String(name)]);
  });
}

/** What the config calls it. */
function wordOf(key: string): Path {
  return [key === "groups" ? "processes" : key === "ownership" ? "shared" : key];
}

function textOf(value: unknown): string {
  if (isTemplate(value)) return render(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isTemplate(value: unknown): value is Template {
  return isObject(value) && Array.isArray(value["parts"]) && Object.keys(value).length === 1;
}
