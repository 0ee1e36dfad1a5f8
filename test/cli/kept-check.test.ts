import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { checkOnce, type Look } from "../../src/cli/kept-check.ts";

let folder: string;
let cache: string;
let asked: number;

/** Checks the folder, and counts how often what its files mean was asked for. */
const check = (look: Partial<Look> = {}) =>
  checkOnce({ project: folder, colours: false, ...look }, async () => ({ text: `answer ${++asked}`, code: 1 }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

beforeEach(() => {
  [folder, cache] = [mkdtempSync(join(tmpdir(), "product-")), mkdtempSync(join(tmpdir(), "cache-"))];
  vi.stubEnv("XDG_CACHE_HOME", cache);
  asked = 0;
  write("Pulumi.yaml", "name: shop");
  write("Pulumi.staging.yaml", "config: {}");
});

test("the same files have the same answer, which is worked out once", async () => {
  expect(await check()).toMatchObject({ text: "answer 1", code: 1 });
  expect(await check()).toMatchObject({ text: "answer 1", code: 1 });
});

test.each<[string, () => unknown, Partial<Look>?]>([
  ["a letter of Pulumi.yaml", () => write("Pulumi.yaml", "name: shoq")],
  ["a letter of a stack's file", () => write("Pulumi.staging.yaml", "config: { }")],
  ["a stack more", () => write("Pulumi.dev.yaml", "")],
  ["a file that may be meant for a stack's", () => write("pulumi-dev.yml", "")],
  ["what a file that may be meant for one is called", () => mkdirSync(join(folder, "Pulumi.production.yaml.orig"))],
  ["one stack alone", () => undefined, { stack: "staging" }],
  ["JSON", () => undefined, { json: true }],
  ["colours", () => undefined, { colours: true }],
  [
    "a cache that says something else",
    () => {
      const [name = ""] = readdirSync(join(cache, "parity", "check"));
      writeFileSync(join(cache, "parity", "check", name), "{");
    },
  ],
])("%s has an answer of its own", async (_, change, look = {}) => {
  await check();
  change();
  expect(await check(look)).toMatchObject({ text: "answer 2" });
});

test("files that cannot be read are asked for their meaning each time", async () => {
  mkdirSync(join(folder, "Pulumi.dev.yaml"));
  expect(await check()).toMatchObject({ text: "answer 1" });
  expect(await check()).toMatchObject({ text: "answer 2" });
});

test("a cache that cannot be written costs time and nothing else", async () => {
  writeFileSync(join(cache, "parity"), "a file in its place");
  expect(await check()).toMatchObject({ text: "answer 1" });
  expect(await check()).toMatchObject({ text: "answer 2" });
});
