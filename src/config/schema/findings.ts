import type { z } from "zod";
import { didYouMean } from "../../problem/did-you-mean.ts";
import type { Path } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";
import { at, isObject } from "../merge.ts";
import { nodesAt, type SchemaNode } from "./nodes.ts";

/** Parses `value`; answers either the parsed config or every finding, each with what may be written instead. */
export function parseWith<S extends z.ZodObject>(
  schema: S,
  value: unknown,
): { readonly config: z.output<S> } | { readonly problems: Problem[] } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { config: parsed.data };
  return { problems: parsed.error.issues.flatMap((issue) => explain(issue, value, schema)) };
}

/**
 * Keys called `__proto__`, at any depth of what was written. A JavaScript object takes one for its prototype, as does
 * google-protobuf on the way to the plugin: the value would be lost without a word.
 */
export function unkeepableKeys(value: unknown, path: Path = []): Problem[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unkeepableKeys(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "__proto__"
      ? [finding("invalid-key", [...path, key], `"${key}" is a key that JavaScript does not keep.`, "rename it")]
      : unkeepableKeys(inner, [...path, key]),
  );
}

function explain(issue: z.core.$ZodIssue, value: unknown, schema: z.ZodType): Problem[] {
  const path = issue.path as Path;
  const nodes = nodesAt(schema, path);
  const node = nodes[0];
  const got = at(value, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, nodes));
    case "invalid_type":
      return [got === undefined ? missing(path, node) : wrongType(path, got, nodes, issue.expected)];
    case "invalid_value":
      return [notAllowed(path, got, issue.values.map(String))];
    case "invalid_union": {
      const meant = branchMeant(issue.errors, got);
      if (!meant) return [wrongType(path, got, nodes, "another value")];
      return meant.flatMap((inner) => explain({ ...inner, path: [...path, ...inner.path] }, value, schema));
    }
    case "invalid_key":
      return [
        finding("invalid-key", path, `"${path.at(-1)}" ${issue.issues[0]?.message ?? "is not a key"}.`, "rename it"),
      ];
    case "too_small":
    case "too_big": {
      const bound = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      const unit = { string: " characters", array: " entries" }[issue.origin as string] ?? "";
      return [finding("out-of-range", path, `${show(got)} is out of range: ${bound}${unit}.`, `write ${bound}${unit}`)];
    }
    default: {
      const prefix = "prefix" in issue ? issue.prefix : undefined;
      const [what, fix] =
        typeof prefix === "string"
          ? [`does not start with "${prefix}"`, `write "${prefix}${got}"`]
          : [issue.message, node?.description ?? "write another value"];
      return [finding("invalid-value", path, `${show(got)} ${what}.`, fix)];
    }
  }
}

type Issues = readonly z.core.$ZodIssue[];

/**
 * Of the ways to write a value, what was wrong with the one that was meant: the one of the written kind that knows most of the written keys.
 * `undefined` when none is of that kind.
 */
function branchMeant(branches: readonly Issues[], got: unknown): Issues | undefined {
  const isOfKind = (issue: z.core.$ZodIssue) => {
    if (issue.path.length > 0) return true;
    if (issue.code === "invalid_value") return issue.values.some((one) => typeof one === typeof got);
    return issue.code !== "invalid_type";
  };
  const strangers = (issues: Issues) =>
    issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 0), 0);
  return branches
    .filter((issues) => issues.every(isOfKind))
    .toSorted((a, b) => strangers(a) - strangers(b) || a.length - b.length)[0];
}

function unknownKey(path: Path, key: string, nodes: readonly SchemaNode[]): Problem {
  const allowed = nodes.flatMap(({ properties }) => Object.keys(properties ?? {}));
  const near = didYouMean(key, allowed);
  const fix = near ? `did you mean "${near}"?` : `remove it; allowed here: ${allowed.join(", ") || "nothing"}`;
  return finding("unknown-key", [...path, key], `"${key}" is not known here.`, fix);
}

function missing(path: Path, node: SchemaNode | undefined): Problem {
  const name = String(path.at(-1));
  return finding("missing-value", path, `"${name}" is missing.`, `add it. ${node?.description ?? ""}`.trim());
}

function wrongType(path: Path, got: unknown, nodes: readonly SchemaNode[], expected: string): Problem {
  const fix = `write ${describe(nodes, expected)}`;
  return finding("wrong-type", path, `${show(got)} is not what belongs here.`, fix);
}

function notAllowed(path: Path, got: unknown, allowed: readonly string[]): Problem {
  const near = didYouMean(String(got), allowed);
  const list = allowed.map((one) => `"${one}"`).join(", ");
  return finding(
    "not-allowed",
    path,
    `${show(got)} is not one of ${list}.`,
    near ? `did you mean "${near}"?` : `write one of ${list}`,
  );
}

function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "object" ? (Array.isArray(value) ? "a list" : "an object") : JSON.stringify(value);
}

function describe(nodes: readonly SchemaNode[], fallback: string): string {
  const kinds = nodes.map((one) => {
    if (one.enum) return `one of ${one.enum.join(", ")}`;
    if (one.const !== undefined) return JSON.stringify(one.const);
    if (one.properties) return `an object with ${Object.keys(one.properties).join(", ")}`;
    const nouns: { [type: string]: string } = {
      string: "text",
      number: "a number",
      integer: "a whole number",
      boolean: "true or false",
      array: "a list",
      object: "an object",
    };
    return nouns[one.type ?? ""] ?? "";
  });
  return [...new Set(kinds.filter(Boolean))].join(", or ") || fallback;
}

/** A problem whose path is relative to the system or environment object. */
function finding(code: string, path: Path, what: string, fix: string): Problem {
  return new Problem({ code, where: { path }, what, fix });
}
