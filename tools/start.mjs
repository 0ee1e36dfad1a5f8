import { installDependencies } from "./install-dependencies.mjs";

/**
 * Runs a TypeScript module as the entry of an npm script, on a fresh clone too, where tsx itself is still to be installed.
 * @param {URL} entry
 */
export async function start(entry) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(
      `Node.js ${process.versions.node} is too old: 20.19 or newer is needed (https://nodejs.org).\n`,
    );
    process.exit(1);
  }
  try {
    await installDependencies();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  const { register } = await import("tsx/esm/api");
  register();
  await import(entry.href);
}
