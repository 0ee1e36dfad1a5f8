import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import Module from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Plain JavaScript that Node.js 18 runs, so that an old one reports what it lacks.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const dist = join(root, "dist");
/** When the sources of `dist` were read, in milliseconds. Written last, so that it stands for a whole build. */
export const stamp = join(dist, ".built");
/** Where the sources lie, where there are any: a published package has none. */
export const sources = ["src", "sandbox", "bench", "proof", "test/stage", "test/plugin"];

/** The oldest Node.js that the project runs on. */
export const leastNode = "22.12.0";

/** The clock that a kernel gives to files lags behind by up to 10 ms: a change may look older than it is. */
const lagMs = 20;

/** Compares `major.minor.patch`. */
export function isAtLeast(version, least) {
  const [a, b] = [version, least].map((text) => text.split(".").map(Number));
  const i = b.findIndex((part, at) => part !== a[at]);
  return i < 0 || a[i] > b[i];
}

/**
 * Why `dist` is not what the sources are, or `undefined`. Takes as long as asking the time of some hundred files.
 * @param {readonly string[]} [of] files and folders of the repository to look at
 */
export function differenceFromSources(of = sources) {
  if (!existsSync(stamp)) return "there is no finished build in dist";
  const built = Number(readFileSync(stamp, "utf8"));
  const changed = of.map((path) => findChanged(path, built - lagMs)).find(Boolean);
  return changed && `dist is older than ${changed}`;
}

/** A file or folder at or below a path that was changed after a time. The folders too: a file that was removed leaves its time there. */
function findChanged(path, time) {
  const file = `${root}/${path}`;
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return undefined;
  if (changedMs(stats) > time) return path;
  if (!stats.isDirectory()) return undefined;
  // Of hundreds of files the names and times alone, one after the other: every start waits for it.
  for (const name of readdirSync(file)) {
    const changed = findChanged(`${path}/${name}`, time);
    if (changed !== undefined) return changed;
  }
  return undefined;
}

/** A replacement and a checkout move the second of them, whatever the first says. */
function changedMs({ mtimeMs, ctimeMs }) {
  return Math.max(mtimeMs, ctimeMs);
}

/**
 * Why a module of `dist` cannot be run as it is, with the cure, or `undefined`: this Node.js is too old, there is no build,
 * or the sources beside it are newer. Nothing is built here: that is what `npm run build` does, and no `pulumi up` waits for.
 */
export function refusal() {
  if (!isAtLeast(process.versions.node, leastNode)) {
    return `Node.js ${process.versions.node} is too old: parity needs ${leastNode} or newer. Fix: put one first on the PATH (https://nodejs.org).`;
  }
  const difference = differenceFromSources(["src"]);
  return difference && `parity is not built: ${difference}. Fix: run npm run build in ${root}.`;
}

/**
 * Imports a module of `dist`. V8's code of it is kept beside it, which V8 checks against the source.
 * @param {string} name such as `cli`
 * @returns {Promise<any>} the module
 */
export function importBuilt(name) {
  Module.enableCompileCache?.(join(dist, ".v8"));
  return import(pathToFileURL(join(dist, `${name}.mjs`)).href);
}
