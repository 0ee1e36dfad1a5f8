import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
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

/** A time that the next build has not reached, and one that every build has. */
const [soon, past] = [() => Date.now() / 1000 + 20, 1_700_000_000];

describe("a build", () => {
  let root: string;
  const at = (path: string) => join(root, path);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  const build = () => execFileSync(process.execPath, [at("tools/build.mjs")]);
  const touch = (path: string, time: number) => utimesSync(at(path), time, time);
  const start = (...args: string[]) =>
    spawnSync(process.execPath, [at("bin/start.mjs"), "cli", ...args], { encoding: "utf8" });
  const run = (...args: string[]) => start(...args).stdout;
  const replaceInBuild = (from: string, to: string) =>
    writeFileSync(at("dist/cli.mjs"), readFileSync(at("dist/cli.mjs"), "utf8").replaceAll(from, to));

  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "build-")));
    const tools = ["build", "folder-lock", "product-links"].map((name) => `tools/${name}.mjs`);
    for (const path of ["bin/built.mjs", "bin/start.mjs", ...tools]) {
      mkdirSync(dirname(at(path)), { recursive: true });
      cpSync(join(checkout, path), at(path));
    }
    mkdirSync(at("node_modules"));
    symlinkSync(join(checkout, "node_modules", "esbuild"), at("node_modules/esbuild"));
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
    const entries = [
      ...readFileSync(at("tools/build.mjs"), "utf8").matchAll(
        /: "((?:src|sandbox|bench|proof)\/[^"]*\.(?:tsx?|css|html))"/g,
      ),
    ];
    for (const [, entry = ""] of entries) write(entry, "");
    write("src/noun.ts", 'export const noun: string = "one";\n');
    write(
      "src/cli/main.ts",
      'import * as shop from "@pulumi/shop";\nimport { noun } from "../noun.ts";\n' +
        "console.log(shop.name, noun, ...process.argv.slice(2));\n",
    );
  });
  beforeEach(() => rmSync(at("dist"), { recursive: true, force: true }));
  afterAll(() => rmSync(root, { recursive: true }));

  it("runs as the source does, with its arguments, and reads nothing of an SDK that is not named", () => {
    build();
    expect(run("a", "--b")).toBe("shop one a --b\n");
  });

  it("stays while its sources are the same files", () => {
    build();
    replaceInBuild('"one"', '"built"');
    build();
    expect(run()).toBe("shop built\n");
  });

  it("is made again after a change of a source, though its size and time are as before", () => {
    touch("src/noun.ts", past);
    build();
    write("src/noun.ts", 'export const noun: string = "two";\n');
    touch("src/noun.ts", past);
    build();
    expect(run()).toBe("shop two\n");
    write("src/noun.ts", 'export const noun: string = "one";\n');
  });

  it.each(["package.json", "tsconfig.json", "tools/build.mjs", "node_modules/.package-lock.json"])(
    "is made again after a change of %s",
    (path) => {
      build();
      replaceInBuild('"one"', '"old"');
      touch(path, soon());
      build();
      touch(path, past);
      expect(run()).toBe("shop one\n");
    },
  );

  it("does not run while a source is newer, and says what to do", () => {
    build();
    touch("src/noun.ts", soon());
    const { status, stdout, stderr } = start();
    touch("src/noun.ts", past);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: `parity is not built: dist is older than src/noun.ts. Fix: run npm run build in ${root}.\n`,
    });
  });

  it("that was never made does not run, and says what to do", () => {
    expect(start().stderr).toBe(
      `parity is not built: there is no finished build in dist. Fix: run npm run build in ${root}.\n`,
    );
  });

  it("runs where there are no sources, as in a published package", () => {
    build();
    const published = realpathSync(mkdtempSync(join(tmpdir(), "published-")));
    for (const path of ["bin", "dist", "node_modules"]) cpSync(at(path), join(published, path), { recursive: true });
    const printed = execFileSync(process.execPath, [join(published, "bin/start.mjs"), "cli", "a"], {
      encoding: "utf8",
    });
    rmSync(published, { recursive: true });
    expect(printed).toBe("shop one a\n");
  });
});
