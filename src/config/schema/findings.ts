import { z } from "zod";
import { didYouMean } from "../../problem/did-you-mean.ts";
import type { Path } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";
import { at, isObject } from "../merge.ts";

/** The parts of a JSON Schema document that say what may stand where. */
interface Node {
  readonly properties?: { readonly [key: string]: Node };
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly description?: string;
}

/** Parses `value`; answers either the parsed config or every finding, each with what may be written instead. */
export function parseWith<S extends z.ZodObject>(
  schema: S,
  value: unknown,
): { readonly config: z.output<S> } | { readonly problems: Problem[] } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { config: parsed.data };
  const node = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node;
  return { problems: parsed.error.issues.flatMap((issue) => explain(issue, value, node)) };
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

function explain(issue: z.core.$ZodIssue, value: unknown, root: Node): Problem[] {
  const path = issue.path as Path;
  const node = nodeAt(root, path);
  const got = at(value, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, Object.keys(node?.properties ?? {})));
    case "invalid_type":
      return [got === undefined ? missing(path, node) : wrongType(path, got, describe(node, issue.expected))];
    case "invalid_value":
      return [notAllowed(path, got, issue.values.map(String))];
    case "invalid_union": {
      const deepest = issue.errors.flat().filter((inner) => inner.path.length > 0);
      if (deepest.length > 0 && typeof got === "object") {
        return deepest.flatMap((inner) => explain({ ...inner, path: [...path, ...inner.path] }, value, root));
      }
      return [wrongType(path, got, describe(node, "another value"))];
    }
    case "invalid_key":
      return [
        finding(
          "invalid-key",
          path,
          `"${String(path.at(-1))}" ${issue.issues[0]?.message ?? "is not a key"}.`,
          "rename it",
        ),
      ];
    case "too_small":
    case "too_big": {
      const bound = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      const unit = { string: " characters", array: " entries" }[issue.origin as string] ?? "";
      return [finding("out-of-range", path, `${show(got)} is out of range: ${bound}${unit}.`, `write ${bound}${unit}`)];
    }
    default:
      return [
        finding("invalid-value", path, `${show(got)} ${issue.message}.`, node?.description ?? "write another value"),
      ];
  }
}

function unknownKey(path: Path, key: string, allowed: readonly string[]): Problem {
  const near = didYouMean(key, allowed);
  const fix = near ? `did you mean "${near}"?` : `remove it; allowed here: ${allowed.join(", ") || "nothing"}`;
  return finding("unknown-key", [...path, key], `"${key}" is not known here.`, fix);
}

function missing(path: Path, node: Node | undefined): Problem {
  const name = String(path.at(-1));
  return finding("missing-value", path, `"${name}" is missing.`, `add it. ${node?.description ?? ""}`.trim());
}

function wrongType(path: Path, got: unknown, expected: string): Problem {
  return finding("wrong-type", path, `${show(got)} is not what belongs here.`, `write ${expected}`);
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
  if (value === undefined) return "nothing";
  return typeof value === "object" ? (Array.isArray(value) ? "a list" : "an object") : JSON.stringify(value);
}

function describe(node: Node | undefined, fallback: string): string {
  const kinds = (node?.anyOf ?? (node ? [node] : [])).map((one) => {
    if (one.enum) return `one of ${one.enum.join(", ")}`;
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

function nodeAt(root: Node, path: Path): Node | undefined {
  let nodes: Node[] = [root];
  for (const key of path) {
    nodes = nodes
      .flatMap((node) => (node.anyOf ? [...node.anyOf] : [node]))
      .flatMap((node) => {
        const next =
          node.properties?.[String(key)] ??
          (typeof node.additionalProperties === "object" ? node.additionalProperties : undefined) ??
          (typeof key === "number" ? node.items : undefined);
        return next ? [next] : [];
      });
  }
  return nodes[0];
}

/** A problem whose path is relative to the system or environment object. */
function finding(code: string, path: Path, what: string, fix: string): Problem {
  return new Problem({ code, where: { path }, what, fix });
}
