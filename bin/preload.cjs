"use strict";
// Loaded before Pulumi's runner (`nodeargs` in Pulumi.yaml): makes the start of a program shorter. Without it everything is as it is, slower.
const Module = require("node:module");
const { existsSync } = require("node:fs");
const { dirname, join } = require("node:path");

const root = dirname(__dirname);
const isSdk = /[\\/]@pulumi[\\/]pulumi[\\/]/;

// What V8 compiled is kept beside what is run, and checked against it by V8.
Module.enableCompileCache?.(join(root, "dist", ".v8"));

/**
 * What the SDK loads at its start and uses only to turn functions into text (runtime/closure), to start an engine of its own
 * (automation), and to compare a package's version with another one's. It takes longer than all else.
 */
const deferred = new Set([
  ...["typescript", "normalize-package-data"],
  ...["./automation", "execa", "js-yaml", "@logdna/tail-file"],
  "semver",
]);

/** Traces that are told to nobody: whatever is asked of it, it answers itself. */
const untold = new Proxy(() => untold, { get: (_, key) => (key === "then" ? undefined : untold) });

/** What stands in for a part that a program is run without, by what the SDK names it. */
const replaced = {
  // Looks each frame of each stack up in source maps; the SDK takes a stack at every promise. `dist` has no maps.
  "source-map-support/register": () => ({}),
  // OpenTelemetry, for `--tracing`. The second is the interface, which the SDK asks at each call of the engine whether there is a trace.
  "./tracing": () => (isTraced() ? undefined : untold),
  "@opentelemetry/api": () => (isTraced() ? undefined : untold),
  // Connects an inspector, from which the SDK learns in which file a function stands that becomes text. Only resources of the user's own have such.
  "../../runtime/closure/v8Hooks": () => (mayHaveFunctions() ? undefined : { isInitializedAsync: async () => {} }),
};

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const from = parent?.filename ?? "";
  const loadIt = () => load.call(this, request, parent, isMain);
  if (deferred.has(request) && isSdk.test(from)) {
    // What is not installed is refused here and now, for which the SDK has an answer.
    Module._resolveFilename(request, parent);
    return atFirstUse(loadIt);
  }
  const isReplaced = Object.hasOwn(replaced, request) && isSdk.test(from);
  return (isReplaced ? replaced[request]() : undefined) ?? loadIt();
};

/** Asked for a property, it is loaded. As an ES module it is handed on as it is: of another, `__importStar` would read every property at once. */
function atFirstUse(loadIt) {
  let loaded;
  const get = () => {
    loaded ??= loadIt();
    return loaded;
  };
  return new Proxy(() => {}, {
    get: (_, key) => (key === "__esModule" ? true : key === "default" ? (get().default ?? get()) : get()[key]),
    apply: (_, self, args) => Reflect.apply(get(), self, args),
  });
}

function isTraced() {
  return (
    process.argv.includes("--tracing") ||
    process.argv.some((word) => word.startsWith("--tracing=")) ||
    "TRACEPARENT" in process.env
  );
}

/** A program of the user's own, or what stands beside ours in a file of the user's, may have functions that become text. */
function mayHaveFunctions() {
  if (!process.argv.some((word) => /(^|[\\/])program\.mjs$/.test(word))) return true;
  const folder = process.argv[process.argv.indexOf("--root-directory") + 1] ?? ".";
  return ["resources.ts", "resources.mjs", "resources.js"].some((name) => existsSync(join(folder, name)));
}
