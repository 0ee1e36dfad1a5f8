import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { importBundled } from "./bundle.mjs";

// What Pulumi.yaml names as the program: src/index.ts.

const root = join(import.meta.dirname, "..");
if (process.env.DEFER !== "0") for (const name of ["@npmcli/arborist", "typescript"]) loadAtFirstUse(name);
const { default: declare } = await importBundled(join(root, "src", "index.ts"));
export default declare;

/**
 * Has @pulumi/pulumi load a package when it first uses it. It loads these two at start, which takes it longer than all
 * else it does, and uses them only to serialize functions (runtime/closure), of which no resource here has any.
 */
function loadAtFirstUse(name) {
  const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
  const file = require.resolve(name);
  if (require.cache[file]) return;
  const load = () => {
    delete require.cache[file];
    return require(file);
  };
  let loaded;
  const stand = new Module(file);
  stand.exports = new Proxy({}, { get: (_, key) => (key === "__esModule" ? true : (loaded ??= load())[key]) });
  stand.loaded = true;
  require.cache[file] = stand;
}
