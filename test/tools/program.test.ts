import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const checkout = join(import.meta.dirname, "..", "..");

/** Runs a module's text in the checkout and answers what it prints as JSON. */
function evaluate(text: string): unknown {
  const args = ["--input-type=module", "--eval", text];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: checkout, encoding: "utf8" }));
}

it("is the program, without what the SDK loads for functions until one is serialized", () => {
  const answer = evaluate(`
    import { createRequire } from "node:module";
    const { default: declare } = await import("./tools/program.mjs");
    const require = createRequire(import.meta.url);
    const { runtime } = require("@pulumi/pulumi");
    const loaded = () => Object.keys(require.cache).filter((file) => /@npmcli.arborist.lib.arborist|typescript.js$/.test(file)
      && require.cache[file].filename).length > 0;
    const before = loaded();
    const { text } = await runtime.serializeFunction(() => 42);
    const paths = await runtime.computeCodePaths({});
    console.log(JSON.stringify({ program: typeof declare, before, text: /=> ?42/.test(text), paths: paths.size > 0, after: loaded() }));
  `);
  expect(answer).toEqual({ program: "function", before: false, text: true, paths: true, after: true });
});
