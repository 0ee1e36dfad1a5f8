import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { digestInputs } from "../../../src/operations/unchanged/inputs.ts";

let folder: string;
const built = () => join(folder, "dist");
const write = (name: string, text = name) => writeFileSync(join(folder, name), text);
const environment = () => ({
  PATH: join(folder, "bin"),
  PULUMI_HOME: join(folder, "home"),
  FLY_API_TOKEN: "fm2_one",
  NEON_API_HOST: "https://neon.example",
});
const digest = (env: NodeJS.ProcessEnv = {}) => digestInputs(folder, { ...environment(), ...env }, built());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "inputs-"));
  for (const below of ["dist", "bin", "home/plugins/resource-github-v6.15.0"]) {
    mkdirSync(join(folder, below), { recursive: true });
  }
  const files = ["Pulumi.yaml", "Pulumi.staging.yaml", "Pulumi.production.yaml", "dist/program.mjs", "dist/plugin.mjs"];
  for (const name of [...files, "bin/pulumi"]) write(name);
});

test.each<[string, () => void]>([
  ["Pulumi.yaml", () => write("Pulumi.yaml", "name: other")],
  ["a stack's file, in one letter of a secret", () => write("Pulumi.staging.yaml", "Pulumi.staging.yamk")],
  ["the file of another stack, with which it is compared", () => write("Pulumi.production.yaml", "")],
  ["a stack's file that is new", () => write("Pulumi.dev.yaml")],
  ["a stack's file that is gone", () => rmSync(join(folder, "Pulumi.production.yaml"))],
  ["a file that is most likely meant for a stack's", () => write("pulumi-dev.yml")],
  ["the program", () => write("dist/program.mjs", "other")],
  ["the plugin", () => write("dist/plugin.mjs", "other")],
  ["the engine", () => write("bin/pulumi", "another version")],
  ["a plugin of the engine", () => mkdirSync(join(folder, "home/plugins/resource-github-v6.16.0"))],
  ["who is logged in where", () => write("home/credentials.json", '{ "current": "s3://states" }')],
])("the digest is another after a change of %s", (_, change) => {
  const before = digest();
  change();
  expect(digest()).toMatch(/^[\da-f]{64}$/);
  expect(digest()).not.toBe(before);
});

test.each<[string, NodeJS.ProcessEnv]>([
  ["no Fly token is set", { FLY_API_TOKEN: "" }],
  ["a token is set that was not", { GITHUB_TOKEN: "ghp_one" }],
  ["a vendor's address is another", { NEON_API_HOST: "https://other.example" }],
  ["the states are elsewhere", { PULUMI_BACKEND_URL: "file:///elsewhere" }],
  ["no passphrase is set any more", { PULUMI_CONFIG_PASSPHRASE: "one" }],
  ["a run is told which secrets are kept", { PARITY_KEPT: '["secrets.ONE"]' }],
])("the digest is another where %s", (_, env) => expect(digest(env)).not.toBe(digest()));

test("the digest is the same with another token, of which it holds nothing, and whatever else there is", () => {
  const before = digest();
  write("README.md");
  expect(digest({ FLY_API_TOKEN: "fm2_two", HOME: "/elsewhere", GITHUB_RUN_ID: "2" })).toBe(before);
});

test.each(["resources.ts", "resources.mjs", "resources.js"])(
  "there is none with a %s, which may read anything",
  (name) => {
    write(name);
    expect(digest()).toBeUndefined();
  },
);

test.each<[string, () => void]>([
  ["a stack's file that is a folder", () => mkdirSync(join(folder, "Pulumi.dev.yaml"))],
  ["no program that was built", () => rmSync(join(folder, "dist", "program.mjs"))],
  ["a login that is cut", () => write("home/credentials.json", "{")],
  ["no folder", () => rmSync(folder, { recursive: true })],
])("there is none with %s", (_, change) => {
  change();
  expect(digest()).toBeUndefined();
});
