import { resolve } from "node:path";
import { importBundled } from "./bundle.mjs";

// `node run-bundled.mjs <entry> …` is what `node --import tsx <entry> …` is, with a faster start.

process.argv.splice(1, 1);
process.argv[1] = resolve(process.argv[1]);
await importBundled(process.argv[1]);
