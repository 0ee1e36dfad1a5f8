import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
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
    const { default: declare } = await import("./bin/program.mjs");
    const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
    const { runtime } = require("./index.js");
    const loaded = () => ["typescript", "normalize-package-data"].filter((name) => require.resolve(name) in require.cache);
    const before = loaded();
    const { text } = await runtime.serializeFunction(() => 42);
    const { size } = await runtime.computeCodePaths({ extraIncludePaths: ["bin"] });
    const answer = { program: typeof declare, before, text: text.includes("42"), paths: size > 0, after: loaded() };
    console.log(JSON.stringify(answer));
  `);
  expect(answer).toEqual({
    program: "function",
    before: [],
    text: true,
    paths: true,
    after: ["typescript", "normalize-package-data"],
  });
});

it("looks no frame of a stack up in a source map", () => {
  const answer = evaluate(`
    import { createRequire } from "node:module";
    const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
    require("source-map-support/register");
    const before = typeof Error.prepareStackTrace;
    await import("./bin/program.mjs");
    console.log(JSON.stringify([before, typeof Error.prepareStackTrace]));
  `);
  expect(answer).toEqual(["function", "undefined"]);
});

it("loads no schema, no reader of YAML and no client of a cloud where the config is known", async () => {
  const entries = ["src/program.ts", "src/declare-stack.ts", "src/provider/resources.ts"];
  const { metafile } = await build({
    absWorkingDir: checkout,
    entryPoints: entries,
    outdir: "unwritten",
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
    metafile: true,
  });
  const loaded = new Set<string>();
  const visit = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const { path, kind } of metafile.inputs[file]?.imports ?? []) if (kind !== "dynamic-import") visit(path);
  };
  entries.forEach(visit);
  expect([...loaded]).toEqual(expect.arrayContaining(["@pulumi/pulumi", "types/resource-shapes.json"]));
  const late =
    /^src\/clouds\/(\w+\/client|call\/(json-api|retry))\.ts$|^(@neondatabase|@octokit|cloudflare|zod|yaml)\b/;
  expect([...loaded].filter((file) => late.test(file))).toEqual([]);
  // The index of an official package says each of its hundreds of resources to the SDK.
  expect([...loaded].filter((file) => /^@pulumi\/(cloudflare|github)$/.test(file))).toEqual([]);
});
