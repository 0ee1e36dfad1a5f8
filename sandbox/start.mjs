import { installDependencies } from "../tools/install-dependencies.mjs";

// The entry of `npm run sandbox`: works on a fresh clone, where tsx itself is still to be installed.

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Node.js ${process.versions.node} is too old: 20.19 or newer is needed (https://nodejs.org).\n`);
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
await import("./main.ts");
