import { installDependencies } from "../tools/install-dependencies.mjs";

// The entry of `npm run bench`: works on a fresh clone, where tsx itself is still to be installed.

try {
  await installDependencies();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
const { register } = await import("tsx/esm/api");
register();
await import("./main.ts");
