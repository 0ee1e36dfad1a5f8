import { mkdirSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { differenceFromSources, dist, leastNode, sources, stamp } from "../bin/built.mjs";
import { withFolderLock } from "./folder-lock.mjs";
import { linkProducts } from "./product-links.mjs";

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each becomes one file of `dist` with all that it imports: hundreds of files take longer to find than to run. */
const wholeEntries = {
  index: "src/index.ts",
  resources: "src/provider/resources.ts",
  sandbox: "sandbox/main.ts",
  "sandbox-clouds": "sandbox/background.ts",
  bench: "bench/main.ts",
  proof: "proof/main.ts",
};

/**
 * These are cut where they import late, each into a folder of its own: a command of the command line takes a few files of many, the
 * program of a stack whose config is known takes no schemas, and a plugin no client before a call needs one.
 */
const cutEntries = {
  cli: "src/cli/main.ts",
  program: "src/program.ts",
  plugin: "src/provider/main.ts",
  "sandbox-stub": "sandbox/plugins/main.ts",
};

/** What a browser gets of the sandbox's page. */
const pageEntries = {
  "page/main": "sandbox/page/client/main.tsx",
  "page/page": "sandbox/page/client/page.css",
  "page/index": "sandbox/page/client/index.html",
};

/** What decides how sources become `dist`, besides themselves. */
const recipe = [
  ...["bin/built.mjs", "tools/build.mjs", "package.json", "tsconfig.json", "node_modules/.package-lock.json"],
  "types/resource-shapes.json",
];

/** Makes `dist` of the sources unless it is as they are, and what products find it by. Safe to be called by several processes at once. */
export async function buildIfStale() {
  linkProducts();
  if (!differenceFromSources([...sources, ...recipe])) return;
  await withFolderLock(join(dist, ".lock"), async () => {
    if (differenceFromSources([...sources, ...recipe])) await build();
  });
}

/** A running process has read its file already, so each is replaced in its place. */
async function build() {
  const started = Date.now();
  const esbuild = await import("esbuild");
  const cuts = Object.entries(cutEntries).map(([name, entry]) => cutOptions(name, entry));
  const builds = await Promise.all([wholeOptions, ...cuts, pageOptions].map((options) => esbuild.build(options)));
  await esbuild.stop();
  const files = builds.flatMap(({ outputFiles }) => outputFiles);
  rmSync(stamp, { force: true });
  for (const { path, contents } of files) writeWhole(path, contents);
  const folders = [dist, ...Object.keys(cutEntries).map((name) => join(dist, name))];
  for (const folder of folders) removeOthers(folder, new Set(files.map(({ path }) => path)));
  writeWhole(stamp, String(started));
}

/** What an earlier build has named or cut otherwise. */
function removeOthers(folder, kept) {
  mkdirSync(folder, { recursive: true });
  const built = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
  for (const name of built) if (!kept.has(join(folder, name))) rmSync(join(folder, name));
}

function writeWhole(file, contents) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, contents);
  renameSync(`${file}.new`, file);
}

/** A package that is imported where it is first needed stays where it is until then. */
const latecomers = {
  name: "latecomers",
  setup({ onResolve }) {
    onResolve({ filter: /^[@\w]/ }, ({ kind, path }) =>
      // The SDK's messages are distinguished by class: there is one copy of them in a bundle.
      kind === "dynamic-import" && !path.startsWith("@pulumi/") ? { external: true } : undefined,
    );
  },
};

/**
 * A Pulumi SDK is one with the process that runs a program, so it stays outside. It is required and not imported: an
 * import reads every export, and so loads the hundreds of resources that are each loaded when first named. Of the official packages the
 * program requires the files of its few resources: the index of each says hundreds of them to the SDK, which takes 0.02 s.
 */
const sdks = {
  name: "pulumi-sdk",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@pulumi\/[\w-]+(\/\w+\.js)?$/ }, ({ path, namespace }) =>
      namespace === sdks.name ? { external: true } : { path, namespace: sdks.name },
    );
    onLoad({ filter: /./, namespace: sdks.name }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

/**
 * Node.js makes an ES module of one of its own by reading each of its exports, and what it puts off with it: a namespace of `node:http` loads
 * its HTTP client and WebSockets, one of `node:fs` its streams. Asked for as an object, each is loaded when it is first named.
 */
const builtins = {
  name: "builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ kind, path }) =>
      kind === "import-statement" ? { path, namespace: builtins.name } : undefined,
    );
    onLoad({ filter: /./, namespace: builtins.name }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** zod brings its messages in fifty languages, which each start of each process would make. Ours are in English, and mostly our own. */
const english = {
  name: "english",
  setup({ onResolve }) {
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ path, resolveDir }) =>
      /[\\/]node_modules[\\/]zod[\\/]/.test(`${resolveDir}/`)
        ? { path: join(resolveDir, dirname(path), "en.js") }
        : undefined,
    );
  },
};

const options = {
  absWorkingDir: repository,
  outdir: dist,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  write: false,
  logLevel: "warning",
  format: "esm",
  platform: "node",
  target: `node${leastNode}`,
  plugins: [latecomers, sdks, builtins, english],
  // What CommonJS packages take for given.
  banner: {
    js: [
      'import { createRequire as bundleRequire } from "node:module";',
      "const require = bundleRequire(import.meta.url);",
      "const { filename: __filename, dirname: __dirname } = import.meta;",
    ].join("\n"),
  },
};

const wholeOptions = { ...options, entryPoints: wholeEntries };

const cutOptions = (name, entry) => ({
  ...options,
  entryPoints: { [name]: entry },
  splitting: true,
  chunkNames: `${name}/[name]-[hash]`,
});

const pageOptions = {
  absWorkingDir: repository,
  entryPoints: pageEntries,
  outdir: dist,
  bundle: true,
  minify: true,
  write: false,
  logLevel: "warning",
  format: "esm",
  platform: "browser",
  target: ["chrome123", "firefox121", "safari17.5"],
  loader: { ".html": "copy" },
  jsx: "automatic",
  jsxImportSource: "preact",
};

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await buildIfStale();
