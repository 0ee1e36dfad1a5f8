import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { resourceFiles } from "../../src/config/source/resource-files.ts";

const checkout = join(import.meta.dirname, "..", "..");
const preload = join(checkout, "bin", "preload.cjs");
const sdk = dirname(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));

/** What a process answers in which the SDK's runner has loaded all that it does, as JSON. */
function ask(code: string, words: readonly string[] = []): unknown {
  const loading = `
    const Module = require("node:module");
    const runner = new Module(${JSON.stringify(join(sdk, "cmd", "run", "index.js"))});
    Object.assign(runner, { loaded: true, paths: Module._nodeModulePaths(${JSON.stringify(sdk)}) });
    runner.filename = runner.id;
    require.cache[runner.id] = runner;
    const sdk = (name) => Module._load(name, runner);
    sdk("./instrumentation"); sdk("source-map-support/register"); sdk("../../runtime/closure/v8Hooks");
    const run = sdk("./run"), pulumi = sdk("@pulumi/pulumi");
    const loadedOf = (name) => Object.keys(require.cache).some((file) => file.replaceAll("\\\\", "/").includes("/node_modules/" + name + "/"));`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", preload, "-e", `${loading}\nconsole.log(JSON.stringify(${code}))`, "--", ...words],
    { cwd: checkout, encoding: "utf8" },
  );
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

const put = ["typescript", "normalize-package-data", "execa", "js-yaml", "@logdna/tail-file", "semver"];
const left = [
  "source-map-support",
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/api",
  "@pulumi/pulumi/automation",
];

test("what a program does not use of the SDK is not loaded at its start", () => {
  const loaded = ask(`${JSON.stringify([...put, ...left, "@grpc/grpc-js"])}.filter(loadedOf)`, ["program.mjs"]);
  expect(loaded).toEqual(["@grpc/grpc-js"]);
});

test("the SDK uses each as ever once it needs it", () => {
  const answers = ask(`{
    typescript: typeof sdk("typescript").createSourceFile,
    package: (() => { const data = {}; sdk("normalize-package-data")(data); return data._id; })(),
    yaml: sdk("js-yaml").load("a: 1"),
    command: sdk("execa").sync(process.execPath, ["--version"]).stdout === process.version,
    version: new (sdk("semver").SemVer)("1.2.3").minor,
    automation: typeof pulumi.automation.LocalWorkspace.createOrSelectStack,
  }`);
  expect(answers).toEqual({
    ...{ typescript: "function", package: "@", yaml: { a: 1 }, command: true },
    ...{ version: 2, automation: "function" },
  });
});

test("with --tracing the runner has what traces", () => {
  const loaded = ask(`["exporter-zipkin", "api"].filter((name) => loadedOf("@opentelemetry/" + name))`, [
    ...["--tracing", "http://127.0.0.1:9", "program.mjs"],
  ]);
  expect(loaded).toEqual(["exporter-zipkin", "api"]);
});

test("without it, what the SDK tells of a run and of its calls goes nowhere", () => {
  const answers = ask(`{
    span: typeof sdk("./tracing").newSpan("run").setAttribute("a", 1).end(),
    call: sdk("./instrumentation").withRootContext(() => 7),
    carried: (() => { const carrier = {}; sdk("@opentelemetry/api").propagation.inject(undefined, carrier); return carrier; })(),
  }`);
  expect(answers).toEqual({ span: "function", call: 7, carried: {} });
});

test("a program of the user's own has the inspector that functions become text with", () => {
  const hasInspector = `"getSessionAsync" in sdk("../../runtime/closure/v8Hooks")`;
  expect(ask(hasInspector, ["index.ts"])).toBe(true);
  expect(ask(hasInspector, ["--root-directory", sdk, "program.mjs"])).toBe(false);
  for (const name of resourceFiles) {
    const product = mkdtempSync(join(tmpdir(), "product-"));
    writeFileSync(join(product, name), "export default () => undefined;");
    expect(ask(hasInspector, ["--root-directory", product, "program.mjs"]), name).toBe(true);
  }
});

test("every name that is put off is one that the SDK asks for", () => {
  const files = readdirSync(sdk, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".js") && !name.includes("node_modules"),
  );
  const all = files.map((name) => readFileSync(join(sdk, name), "utf8")).join("\n");
  const replaced = ["source-map-support/register", "./tracing", "@opentelemetry/api", "../../runtime/closure/v8Hooks"];
  for (const name of [...put, "./automation", ...replaced]) {
    expect(all, name).toContain(`require("${name}")`);
    expect(readFileSync(preload, "utf8"), name).toContain(`"${name}"`);
  }
});
