import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { repository } from "../../../sandbox/folder.ts";
import { readProducts } from "../../../src/operations/setup-ci/products.ts";
import type { Problem } from "../../../src/problem/problem.ts";
import { api, productFiles } from "../../stage/product.ts";

function lay(files: { readonly [path: string]: string }): string {
  const root = mkdtempSync(join(tmpdir(), "parity-products-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const apps = { api: { ...api, name: "acme-api${environment.suffix}" } };
const acme = productFiles(
  { apps },
  { staging: { deploy: { on: { push: { branches: ["main"] } } } }, production: { deploy: { on: { release: {} } } } },
);
const below = (folder: string) =>
  Object.fromEntries(Object.entries(acme).map(([name, text]) => [join(folder, name), text]));

test("the products of this repository are its root and each folder of systems, without the example in TypeScript", () => {
  expect(readProducts(repository, undefined).map(({ name, folder }) => [name, folder])).toEqual([
    ["plyr", "."],
    ...["live-listen", "microbima", "reify-studio", "relay"].map((name) => [name, `systems/${name}`]),
  ]);
});

test("a product is found two levels below the root, with its stacks and their tiers", () => {
  const root = lay({ ...below("infra/acme"), ...below("infra/old/acme"), ...below("node_modules/acme") });
  expect(readProducts(root, undefined)).toMatchObject([
    {
      name: "acme",
      folder: "infra/acme",
      stacks: [
        { stack: "production", tier: "production" },
        { stack: "staging", tier: "staging" },
      ],
    },
  ]);
});

test("a folder that is named is read however deep it is", () => {
  const root = lay(below("a/b/c"));
  expect(readProducts(root, ["a/b/c"]).map(({ folder }) => folder)).toEqual(["a/b/c"]);
  expect(readProducts(root, ["./a/b/c/"]).map(({ folder }) => folder)).toEqual(["a/b/c"]);
});

test("the template of pull requests' environments is not a stack", () => {
  const [relay] = readProducts(join(repository, "systems/relay"), undefined);
  expect(relay?.stacks.map(({ stack }) => stack)).toEqual(["dev", "production", "shared", "staging"]);
  expect(relay?.template?.stack).toBe("review");
});

test("a repository without a product is a problem that says what to do", () => {
  expect(() => readProducts(lay({ "Pulumi.yaml": "name: other\nmain: index.ts\n" }), undefined)).toThrow(
    /No Pulumi\.yaml in .* runs the program of parity\.\n {2}Fix: /,
  );
});

test("what is wrong with a config is told whole", () => {
  const root = lay({ ...acme, "Pulumi.staging.yaml": "config:\n  acme:environment: { colour: red }\n" });
  const read = () => readProducts(root, undefined);
  expect(read).toThrow(AggregateError);
  try {
    read();
  } catch (error) {
    expect((error as AggregateError).errors.map((one) => (one as Problem).code)).toEqual(["unknown-key", "no-trigger"]);
  }
});
