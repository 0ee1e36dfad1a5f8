import { importBuilt, refusal } from "./built.mjs";

// `node start.mjs <name> …` runs what `npm run build` made of an entry, such as plugin, with the arguments after it.

const [name] = process.argv.splice(2, 1);
const reason = refusal();
if (reason) {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
} else await importBuilt(name);
