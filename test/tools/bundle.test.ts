import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

const checkout = join(import.meta.dirname, "..", "..");

/** Has a process begin ten seconds from now: what changes within two seconds of a bundle is not taken as settled. */
const later = ["--import", "data:text/javascript,const now = Date.now; Date.now = () => now() + 10000;"];

describe("a bundled program", () => {
  let root: string;
  const cache = () => join(root, "node_modules", ".cache", "parity");
  const bundles = () => readdirSync(cache()).filter((name) => name.endsWith(".mjs"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const start = (...args: string[]) => execFileSync(process.execPath, args, { encoding: "utf8" });
  const program = () => [join(root, "tools", "run-bundled.mjs"), join(root, "src", "main.ts")];
  const run = (...args: string[]) => start(...later, ...program(), ...args);
  const replaceInBundle = (from: string, to: string) => {
    const file = join(cache(), bundles()[0] ?? "");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(from, to));
  };

  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "bundle-")));
    for (const name of ["bundle.mjs", "run-bundled.mjs"]) {
      cpSync(join(checkout, "tools", name), join(root, "tools", name));
    }
    mkdirSync(join(root, "node_modules"));
    symlinkSync(join(checkout, "node_modules", "tsx"), join(root, "node_modules", "tsx"));
    write("package.json", '{ "type": "module" }');
    write("tsconfig.json", "{}");
    write("node_modules/.package-lock.json", "{}");
    write("node_modules/@pulumi/shop/package.json", '{ "name": "@pulumi/shop", "main": "index.js" }');
    write(
      "node_modules/@pulumi/shop/index.js",
      // As generated SDKs do it.
      "const load = (name) => Object.defineProperty(exports, name, { get: () => console.log(name) });\n" +
        'exports.name = "shop"; exports.Lazy = null; load("Lazy");\n',
    );
    write("src/noun.ts", 'export const noun: string = "one";\n');
    write(
      "src/main.ts",
      'import * as shop from "@pulumi/shop";\nimport { noun } from "./noun.ts";\n' +
        "console.log(shop.name, noun, ...process.argv.slice(2));\n",
    );
  });
  beforeEach(() => rmSync(cache(), { recursive: true, force: true }));
  afterAll(() => rmSync(root, { recursive: true }));

  it("runs as the source does, with its arguments, and reads nothing of an SDK that is not named", () => {
    expect(run("a", "--b")).toBe("shop one a --b\n");
    expect(run("c")).toBe("shop one c\n");
    expect(bundles()).toEqual([expect.stringMatching(/^src-main-ts-[0-9a-f]{8}\.mjs$/)]);
  });

  it("runs from the bundle while its sources are the same files", () => {
    run();
    replaceInBundle('"one"', '"bundled"');
    expect(run()).toBe("shop bundled\n");
  });

  it("follows a source at once, though its size and time are as before", () => {
    const noun = join(root, "src", "noun.ts");
    utimesSync(noun, 1_700_000_000, 1_700_000_000);
    run();
    writeFileSync(noun, readFileSync(noun, "utf8").replace("one", "two"));
    utimesSync(noun, 1_700_000_000, 1_700_000_000);
    expect(run()).toBe("shop two\n");
  });

  it("trusts no bundle that was made within two seconds of a change", () => {
    const noun = readFileSync(join(root, "src", "noun.ts"), "utf8");
    write("src/noun.ts", noun);
    start(...program());
    replaceInBundle("shop.name", '"old"');
    expect(start(...program())).toMatch(/^shop /);
  });

  it.each(["package.json", "tsconfig.json", "tools/bundle.mjs", "node_modules/.package-lock.json"])(
    "is bundled anew when %s is another",
    (path) => {
      run();
      replaceInBundle("shop.name", '"old"');
      write(path, `${readFileSync(join(root, path), "utf8")}\n`);
      expect(run()).toMatch(/^shop /);
      replaceInBundle("shop.name", '"bundled"');
      expect(run()).toMatch(/^bundled /);
    },
  );

  it("runs through tsx where no bundle can be made", () => {
    write("node_modules/.cache/parity", "not a folder");
    expect(run("a")).toMatch(/^shop \w+ a$/m);
    expect(readFileSync(cache(), "utf8")).toBe("not a folder");
  });
});
