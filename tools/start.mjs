import { importBuilt } from "../bin/built.mjs";
import { buildIfStale } from "./build.mjs";
import { requireCurrentNode } from "./current-node.mjs";
import { installDependencies } from "./install-dependencies.mjs";

// `node start.mjs <name> …` is what the npm scripts of the repository run, on a fresh clone too: it sets up what is missing,
// then runs an entry of `dist`, such as sandbox, with the arguments after it.

if (await isSetUp()) {
  const [name] = process.argv.splice(2, 1);
  await importBuilt(name);
}

async function isSetUp() {
  try {
    await requireCurrentNode();
    await installDependencies();
    await buildIfStale();
    return true;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
    return false;
  }
}
