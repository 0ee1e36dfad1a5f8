import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(repository, "node_modules", ".cache", "parity");

/** What decides how sources become a bundle, besides themselves. */
const recipe = ["tools/bundle.mjs", "package.json", "tsconfig.json", "node_modules/.package-lock.json"];

/** Some file systems keep times to two seconds: a file changed within them may have been read before the change. */
const tickMs = 2000;

/**
 * Imports a TypeScript module from a bundle of it and all it imports: one file instead of hundreds, and no transpiler in
 * the process. The bundle is made by the first import, and again by the first after a source is not the very file it
 * was. Where none can be made, tsx loads the module. `import.meta` in a source is the bundle's.
 * @param {string} entry absolute path inside the repository
 * @returns {Promise<any>} the module
 */
export async function importBundled(entry) {
  const bundle = findBundle(entry) ?? (await makeBundle(entry).catch(() => undefined));
  // Since Node.js 22.1: V8's code of each module, which V8 checks against the source.
  Module.enableCompileCache?.(join(cache, "v8"));
  if (!bundle) (await import("tsx/esm/api")).register();
  return import(pathToFileURL(bundle ?? entry).href);
}

/** The path of an entry's bundle, or `undefined` unless there is one that was made of the sources as they are. */
function findBundle(entry) {
  const bundle = bundleOf(entry);
  try {
    const bytes = readFileSync(bundle);
    const made = JSON.parse(bytes.toString("utf8", "//".length, bytes.indexOf("\n")));
    const fresh = Object.entries(made).every(([path, fingerprint]) => readFingerprint(path).text === fingerprint);
    return fresh ? bundle : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes an entry's bundle, whose first line says of which files: both are replaced at once. That line is left empty,
 * so that the bundle serves only once, when a file was changed so recently that it may be another one than was read.
 * @returns {Promise<string>} its path
 */
async function makeBundle(entry) {
  const started = Date.now();
  // tsx's own esbuild: what would read the sources otherwise.
  const { build, stop } = createRequire(require.resolve("tsx/package.json"))("esbuild");
  const { metafile, outputFiles } = await build({ ...options, entryPoints: [entry] }).finally(stop);
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.startsWith(`${sdks.name}:`));
  const sources = [...recipe, ...inputs].map((path) => ({ path, ...readFingerprint(path) }));
  const settled = sources.every(({ changedMs }) => changedMs < started - tickMs);
  const head = settled ? JSON.stringify(Object.fromEntries(sources.map(({ path, text }) => [path, text]))) : "";
  const bundle = bundleOf(entry);
  const work = `${bundle}.${process.pid}`;
  mkdirSync(cache, { recursive: true });
  try {
    writeFileSync(work, `//${head}\n${outputFiles[0].text}`);
    renameSync(work, bundle);
  } finally {
    rmSync(work, { force: true });
  }
  return bundle;
}

/** Work trees may share one node_modules, so the name tells them apart. */
function bundleOf(entry) {
  const name = relative(repository, entry).replaceAll(/\W+/g, "-");
  const tree = createHash("sha256").update(repository).digest("hex").slice(0, 8);
  return join(cache, `${name}-${tree}.mjs`);
}

/** Tells one file from another as git's index does: a write, a replacement and a checkout each change it. */
function readFingerprint(path) {
  const { ino, size, mtimeMs, ctimeMs } = statSync(join(repository, path));
  return { text: `${ino} ${size} ${mtimeMs} ${ctimeMs}`, changedMs: Math.max(mtimeMs, ctimeMs) };
}

/** A package that is imported where it is first needed stays where it is until then. */
const latecomers = {
  name: "latecomers",
  setup({ onResolve }) {
    onResolve({ filter: /^[@\w]/ }, ({ kind, path }) =>
      // The SDK's messages are told apart by class: there is one copy of them in a bundle.
      kind === "dynamic-import" && !path.startsWith("@pulumi/") ? { external: true } : undefined,
    );
  },
};

/**
 * A Pulumi SDK is one with the process that runs a program, so it stays outside. It is required and not imported: an
 * import reads every export, and so loads the hundreds of resources that are each loaded when first named.
 */
const sdks = {
  name: "pulumi-sdk",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@pulumi\/[\w-]+$/ }, ({ path, namespace }) =>
      namespace === sdks.name ? { external: true } : { path, namespace: sdks.name },
    );
    onLoad({ filter: /./, namespace: sdks.name }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

const options = {
  absWorkingDir: repository,
  bundle: true,
  write: false,
  metafile: true,
  logLevel: "silent",
  format: "esm",
  platform: "node",
  target: "node20.19",
  keepNames: true,
  plugins: [latecomers, sdks],
  // What CommonJS packages take for given.
  banner: {
    js: [
      'import { createRequire as bundleRequire } from "node:module";',
      "const require = bundleRequire(import.meta.url);",
      "const { filename: __filename, dirname: __dirname } = import.meta;",
    ].join("\n"),
  },
};
