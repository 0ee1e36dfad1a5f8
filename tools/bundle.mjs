import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** Sources that say how others are read, and this file. */
const recipe = ["tools/bundle.mjs", "package.json", "tsconfig.json", "node_modules/.package-lock.json"];

/** A file changed this shortly before a bundle was begun may have been read before the change: some clocks tick in seconds. */
const tickMs = 2000;

/** A process may still load a part of a bundle that has been replaced; none starts and goes on loading for this long. */
const replacedMs = 60 * 60 * 1000;

/**
 * Imports a TypeScript module from a bundle of it and everything it imports: one file instead of hundreds, and no
 * transpiler in the process. The bundle is made on the first import and again whenever one of its sources is another
 * file than it was; where none can be made, tsx loads the module itself. `import.meta` in the sources is the bundle's.
 * @param {string} entry absolute path, inside this repository
 * @returns {Promise<any>} the module
 */
export async function importBundled(entry) {
  const file = findBundle(entry) ?? (await makeBundle(entry).catch(() => undefined));
  if (file) return import(pathToFileURL(file).href);
  const { register } = await import("tsx/esm/api");
  register();
  return import(pathToFileURL(entry).href);
}

/** The bundle of an entry, or `undefined` when there is none that is made of the sources as they are now. */
export function findBundle(entry) {
  const { manifest } = placesOf(entry);
  let made;
  try {
    made = JSON.parse(readFileSync(manifest, "utf8"));
  } catch {
    return undefined;
  }
  for (const [source, fingerprint] of Object.entries(made.sources)) {
    if (fingerprintOf(source)?.text !== fingerprint) return undefined;
  }
  return made.file;
}

/** Makes the bundle of an entry. Answers its file. Throws esbuild's error. */
export async function makeBundle(entry) {
  const started = Date.now();
  const { folder, manifest } = placesOf(entry);
  const work = join(folder, `work-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  removeReplaced(folder);
  try {
    const { metafile } = await loadEsbuild().build(optionsFor(entry, work));
    const inputs = Object.keys(metafile.inputs).filter((path) => !path.startsWith("pulumi-sdk:"));
    const sources = [...recipe, ...inputs].map((path) => [path, fingerprintOf(path)]);
    const fingerprints = Object.fromEntries(sources.map(([path, fingerprint]) => [path, fingerprint?.text]));
    const key = createHash("sha256").update(JSON.stringify(fingerprints)).digest("hex").slice(0, 16);
    const place = takePlace(work, join(folder, key));
    const file = join(place, "main.mjs");
    if (sources.every(([, fingerprint]) => fingerprint && fingerprint.changedMs < started - tickMs)) {
      writeFileSync(`${work}.json`, JSON.stringify({ file, sources: fingerprints }));
      renameSync(`${work}.json`, manifest);
    }
    return file;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function placesOf(entry) {
  const name = relative(repository, entry).replaceAll(/[^\w]+/g, "-");
  const folder = join(repository, "node_modules", ".cache", "parity", name);
  return { folder, manifest: join(folder, "bundle.json") };
}

/** Tells one content from another as git's index does: a write, a replacement and a checkout all change it. */
function fingerprintOf(path) {
  const stat = statSync(join(repository, path), { throwIfNoEntry: false });
  if (!stat) return undefined;
  const { ino, size, mtimeMs, ctimeMs } = stat;
  return { text: [ino, size, mtimeMs, ctimeMs].join(" "), changedMs: Math.max(mtimeMs, ctimeMs) };
}

/** esbuild of the tsx that is installed: the one that would run the sources. */
function loadEsbuild() {
  return createRequire(require.resolve("tsx/package.json"))("esbuild");
}

function optionsFor(entry, outdir) {
  return {
    absWorkingDir: repository,
    entryPoints: { main: entry },
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    keepNames: true,
    sourcemap: process.env.SM ? "linked" : false,
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    // What the CommonJS packages in it take for given.
    banner: {
      js: [
        'import { createRequire as bundleRequire } from "node:module";',
        "const require = bundleRequire(import.meta.url);",
        "const { filename: __filename, dirname: __dirname } = import.meta;",
      ].join("\n"),
    },
    plugins: [pulumiSdks, ...(process.env.SM === 'own' ? [unmapped] : [])],
  };
}

/**
 * A Pulumi SDK is one object that the program shares with the process it runs in, so it stays outside. It is required
 * and not imported: an import reads every export, and so loads each of the hundreds of resources that are loaded lazily.
 */
const pulumiSdks = {
  name: "pulumi-sdks",
  setup(build) {
    build.onResolve({ filter: /^@pulumi\/[\w-]+$/ }, ({ path, pluginData }) =>
      pluginData === "outside" ? { path, external: true } : { path, namespace: "pulumi-sdk" },
    );
    build.onLoad({ filter: /./, namespace: "pulumi-sdk" }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      pluginData: "outside",
    }));
  },
};

const unmapped = {
  name: "unmapped",
  setup(build) {
    build.onLoad({ filter: /node_modules.*\.[cm]?js$/ }, ({ path }) => ({
      contents: `${readFileSync(path, "utf8")}\n//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbIiJdLCJtYXBwaW5ncyI6IkEifQ==`,
      loader: "js",
    }));
  },
};

/** Moves a finished bundle to where its key says; another process may have made the same one. */
function takePlace(work, place) {
  try {
    renameSync(work, place);
  } catch (error) {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  }
  return place;
}

function removeReplaced(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() && Date.now() - stat.mtimeMs > replacedMs) rmSync(path, { recursive: true, force: true });
  }
}
