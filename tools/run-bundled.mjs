import { importBundled } from "./bundle.mjs";

// `node run-bundled.mjs <entry> …` is what `node --import tsx <entry> …` is, with a faster start.

process.argv.splice(1, 1);
await importBundled(process.argv[1]);
