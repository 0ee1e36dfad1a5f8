import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { readStateFile, stateFileOf } from "../../../src/operations/unchanged/state-file.ts";

let root: string;
const stateOf = (stack: string) => join(root, ".pulumi", "stacks", "shop", `${stack}.json`);
const write = (file: string, text: string) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};
const checkpoint = (outputs: object, more: object = {}) =>
  JSON.stringify({ checkpoint: { latest: { resources: [{ type: "pulumi:pulumi:Stack", outputs }], ...more } } });
const digest = () => readStateFile(stateOf("staging"))?.digest;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "state-"));
  write(stateOf("staging"), checkpoint({ url: "one" }));
  write(stateOf("shared"), checkpoint({ host: "one" }));
});

test.each([
  ["file:///states", "/states/.pulumi/stacks/shop/staging.json"],
  ["file://~", "/home/ann/.pulumi/stacks/shop/staging.json"],
  ["file://~/shop-states", "/home/ann/shop-states/.pulumi/stacks/shop/staging.json"],
  ["file:///states?metadata=skip", undefined],
  ["file://./states", undefined],
  ["s3://shop-states", undefined],
  ["https://api.pulumi.com", undefined],
  [undefined, undefined],
])("the state of a backend %s is in %s", (url, file) => {
  expect(stateFileOf(url, "/home/ann", "shop", "staging")).toBe(file);
});

test("a state has another digest once it is written again", () => {
  const before = digest();
  expect(digest()).toBe(before);
  write(stateOf("staging"), checkpoint({ url: "one" }, { manifest: { time: "later" } }));
  expect(digest()).not.toBe(before);
});

test("it has another where an owner says something else, and the same where an owner was only written again", () => {
  const before = digest();
  write(stateOf("shared"), checkpoint({ host: "one" }, { manifest: { time: "later" } }));
  expect(digest()).toBe(before);
  write(stateOf("shared"), checkpoint({ host: "two" }));
  expect(digest()).not.toBe(before);
});

test.each<[string, () => void]>([
  ["that an interrupted run left", () => write(stateOf("staging"), checkpoint({}, { pending_operations: [{}] }))],
  [
    "that a run works at",
    () => write(join(root, ".pulumi", "locks", "organization", "shop", "staging", "1.json"), "{}"),
  ],
  ["that is cut", () => write(stateOf("staging"), '{ "checkpoint": {')],
  ["that is empty", () => write(stateOf("staging"), "{}")],
])("a state %s is left to the engine", (_, change) => {
  change();
  expect(readStateFile(stateOf("staging"))).toBeUndefined();
});

test("a state that is not there is left to the engine", () => expect(readStateFile(stateOf("none"))).toBeUndefined());
