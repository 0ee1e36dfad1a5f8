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
    import { types } from "node:util";
    const { default: declare } = await import("./bin/program.mjs");
    const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
    const { runtime } = require("./index.js");
    const awaited = () => ["typescript"]
      .filter((name) => types.isProxy(require.cache[require.resolve(name)].exports));
    const before = awaited();
    const { text } = await runtime.serializeFunction(() => 42);
    const { size } = await runtime.computeCodePaths({});
    const answer = { program: typeof declare, before, text: text.includes("42"), paths: size > 0, after: awaited() };
    console.log(JSON.stringify(answer));
  `);
  expect(answer).toEqual({
    program: "function",
    before: ["typescript"],
    text: true,
    paths: true,
    after: [],
  });
});
