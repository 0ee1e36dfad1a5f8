import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { className } from "../../src/plugin/class-types.ts";
import { definitions } from "../../src/provider/definitions.ts";
import { official } from "../../src/provider/official.ts";
import { describeType } from "../../src/provider/resource-types.ts";
import * as resources from "../../src/provider/resources.ts";
import { isStateful } from "../../src/provider/stateful.ts";

const now = new Date("2026-11-21T12:00:00Z");

describe("every type of ours", () => {
  test.each(definitions.map((definition) => [definition.token, definition] as const))("%s", (token, definition) => {
    const { shown, stateful, health } = describeType(token);
    const secrets: string[] = [...(definition.secretInputs ?? []), ...(definition.secretOutputs ?? [])];
    expect([...shown].filter((name) => secrets.includes(name))).toEqual([]);
    // What is never replaced holds something.
    if (definition.neverReplaced) expect(stateful).toBeDefined();
    // Of a state that an older version wrote.
    expect(() => health?.({ urn: "urn", stack: "staging", properties: {}, now })).not.toThrow();
  });
});

test("every class registers the type of the definition that it is typed by", () => {
  const classes = Object.entries(resources).map(([name, { __pulumiType: token }]) => [name, token]);
  expect(classes.sort()).toEqual(definitions.map(({ token }) => [className(token), token]).sort());
});

test("what holds data, a name or a key is stateful, and nothing else", () => {
  const tokens = [...definitions.map(({ token }) => token), ...Object.keys(official)];
  expect(tokens.filter(isStateful).sort()).toEqual([
    "cloudflare:index/pagesProject:PagesProject",
    "cloudflare:index/r2Bucket:R2Bucket",
    "parity:fly:App",
    "parity:fly:Postgres",
    "parity:fly:PostgresDatabase",
    "parity:fly:Volume",
    "parity:index:GeneratedSecret",
    "parity:neon:Branch",
    "parity:neon:Database",
    "parity:neon:Project",
  ]);
});

test("every official type that the component declares is described", () => {
  const declared = sources("src")
    .flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(/^import \{ (\w+) \} from "@pulumi\/(cloudflare|github)\/\w+\.js";$/gm),
    ])
    .map(([, type = "", vendor = ""]) => `${vendor}:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`);
  expect(declared.length).toBeGreaterThan(5);
  expect(declared.filter((token) => !Object.hasOwn(official, token))).toEqual([]);
});

test("a type that nobody has described shows nothing, whatever its name", () => {
  expect(describeType("cloudflare:index/zone:Zone")).toEqual({ shown: new Set() });
  expect(describeType("constructor")).toEqual({ shown: new Set() });
});

function sources(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts")).map((file) => join(folder, file));
}
