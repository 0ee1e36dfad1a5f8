import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(repository, "node_modules", ".cache", "parity");

/** What decides how sources are bundled, besides themselves. */
const recipe = ["tools/bundle.mjs", "package.json", "tsconfig.json", "node_modules/.package-lock.json"];

/** A file system may tell times apart by two seconds only: what changed this shortly before may have changed after. */
const tickMs = 2000;

/**
 * Imports a TypeScript module from a bundle of it and everything it imports: one file instead of hundreds, and no
 * transpiler in the process. The bundle is made by the first import, and again by the first after a source is not the
 * very file it was; where none can be made, tsx loads the module. `import.meta` in a source is the bundle's.
 * @param {string} entry absolute path, inside this repository
 * @returns {Promise<any>} the module
 */
export async function importBundled(entry) {
  const bundle = findBundle(entry) ?? (await makeBundle(entry).catch(() => undefined));
  if (!bundle) (await import("tsx/esm/api")).register();
  return import(pathToFileURL(bundle ?? entry).href);
}

/** The bundle of an entry, or `undefined` when there is none that was made of the sources as they are. */
function findBundle(entry) {
  const bundle = bundleOf(entry);
  try {
    const bytes = readFileSync(bundle);
    const sources = Object.entries(JSON.parse(bytes.toString("utf8", "//".length, bytes.indexOf("\n"))));
    return sources.every(([path, fingerprint]) => readFingerprint(path).text === fingerprint) ? bundle : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the bundle of an entry and answers its path. The sources stand in its first line, so both are replaced at once. */
async function makeBundle(entry) {
  const started = Date.now();
  const bundle = bundleOf(entry);
  const { build } = createRequire(require.resolve("tsx/package.json"))("esbuild");
  const { metafile, outputFiles } = await build({ ...options, entryPoints: [entry] });
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.startsWith(`${sdks.name}:`));
  const sources = [...recipe, ...inputs].map((path) => [path, readFingerprint(path)]);
  const settled = sources.every(([, { changedMs }]) => changedMs < started - tickMs);
  const head = settled ? JSON.stringify(Object.fromEntries(sources.map(([path, { text }]) => [path, text]))) : "";
  mkdirSync(cache, { recursive: true });
  const work = `${bundle}.${process.pid}`;
  try {
    writeFileSync(work, `//${head}\n${outputFiles[0].text}`);
    renameSync(work, bundle);
  } finally {
    rmSync(work, { force: true });
  }
  return bundle;
}

function bundleOf(entry) {
  return join(cache, `${relative(repository, entry).replaceAll(/\W+/g, "-")}.mjs`);
}

/** Tells one file from another as git's index does: a write, a replacement and a checkout each change it. */
function readFingerprint(path) {
  const { ino, size, mtimeMs, ctimeMs } = statSync(join(repository, path));
  return { text: `${ino} ${size} ${mtimeMs} ${ctimeMs}`, changedMs: Math.max(mtimeMs, ctimeMs) };
}

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
  // What CommonJS packages take for given.
  banner: {
    js: [
      'import { createRequire as bundleRequire } from "node:module";',
      "const require = bundleRequire(import.meta.url);",
      "const { filename: __filename, dirname: __dirname } = import.meta;",
    ].join("\n"),
  },
};

/** A package that is imported where it is first needed is left where it is until then. */
const later = {
  name: "later",
  setup({ onResolve }) {
    onResolve({ filter: /^[@\w]/ }, ({ kind, path }) =>
      kind === "dynamic-import" && !path.startsWith("@pulumi/") ? { external: true } : undefined,
    );
  },
};

/**
 * A Pulumi SDK is one with the process that runs the program, so it stays outside. It is required and not imported: an
 * import reads every export, and so would load the hundreds of resources that are each loaded when first named.
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

options.plugins = [later, sdks];
