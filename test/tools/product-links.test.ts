import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { linkProducts } from "../../tools/product-links.mjs";

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "product-links-")));
  write("package.json", JSON.stringify({ name: "@acme/package", bin: { acme: "bin/acme.mjs" } }));
  write("bin/acme.mjs", "");
  for (const folder of [".", "systems/shop", "systems/blog"]) write(join(folder, "Pulumi.yaml"), "name: x\n");
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const linkOf = (product: string) => join(root, product, "node_modules/@acme/package");

it("makes each product of a checkout find the package at one path, relative so that the checkout may move", () => {
  linkProducts(root);
  for (const product of [".", "systems/shop", "systems/blog"]) {
    expect(readFileSync(join(linkOf(product), "package.json"), "utf8"), product).toContain("@acme/package");
    expect(lstatSync(linkOf(product)).isSymbolicLink()).toBe(true);
    expect(realpathSync(linkOf(product))).toBe(root);
  }
});

it("makes npx find the command of the package in each product", () => {
  linkProducts(root);
  for (const product of [".", "systems/shop", "systems/blog"]) {
    expect(realpathSync(join(root, product, "node_modules/.bin/acme"))).toBe(join(root, "bin/acme.mjs"));
  }
});

it("leaves a link that leads there as it is, and replaces one that leads elsewhere", () => {
  linkProducts(root);
  const { ctimeMs } = lstatSync(linkOf("."));
  rmSync(linkOf("systems/shop"));
  symlinkSync("/nowhere", linkOf("systems/shop"));
  linkProducts(root);
  expect(lstatSync(linkOf(".")).ctimeMs).toBe(ctimeMs);
  expect(realpathSync(linkOf("systems/shop"))).toBe(root);
});

it("gives a folder that is not a product nothing", () => {
  mkdirSync(join(root, "systems/notes"));
  linkProducts(root);
  expect(() => lstatSync(linkOf("systems/notes"))).toThrow("ENOENT");
});
