import { createRequire } from "node:module";
import { importBuilt, refusal } from "./built.mjs";
import { startPlugin } from "./early-plugin.mjs";
import { quietShutdown } from "./engine-shutdown.mjs";

// The program of every stack, as Pulumi.yaml names it: src/program.ts as `npm run build` made it, with a faster start.

const require = createRequire(import.meta.url);
// Where Pulumi.yaml does not name it, what is left to be put off.
require("./preload.cjs");
const sdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
await startPlugin(sdk);
const reason = refusal();
if (reason) throw new (sdk("@pulumi/pulumi").RunError)(reason);
quietShutdown();
// The SDK takes a stack at every promise and looks each frame up in source maps (cmd/run, source-map-support). `dist` has none.
Error.prepareStackTrace = undefined;
const { default: declare } = await importBuilt("program");
export default declare;
