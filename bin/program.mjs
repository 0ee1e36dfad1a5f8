import Module, { createRequire } from "node:module";
import { importBuilt, refusal } from "./built.mjs";
import { quietShutdown } from "./engine-shutdown.mjs";

// The program of every stack, as Pulumi.yaml names it: src/program.ts as `npm run build` made it, with a faster start.

const sdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const reason = refusal();
if (reason) throw new (sdk("@pulumi/pulumi").RunError)(reason);
loadAtFirstUse("typescript");
quietShutdown();
// The SDK takes a stack at every promise and looks each frame up in source maps (cmd/run, source-map-support). `dist` has none.
Error.prepareStackTrace = undefined;
const { default: declare } = await importBuilt("program");
export default declare;

/**
 * Has the SDK load a package when it first uses it. It loads TypeScript at its start, which takes longer than all else it
 * loads, and uses it only to serialize functions (runtime/closure), of which no resource here has any.
 */
function loadAtFirstUse(name) {
  const file = findFile(name);
  if (!file || sdk.cache[file]) return;
  const module = new Module(file);
  let loaded;
  const get = (_, key) => {
    // As an ES module it is handed on as it is: of another, the SDK's __importStar would read every property at once.
    if (key === "__esModule") return true;
    if (!loaded) {
      delete sdk.cache[file];
      loaded = sdk(file);
    }
    return loaded[key];
  };
  module.exports = new Proxy({}, { get });
  module.loaded = true;
  sdk.cache[file] = module;
}

function findFile(name) {
  try {
    return sdk.resolve(name);
  } catch {
    return undefined;
  }
}
