import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withFolderLock } from "./folder-lock.mjs";
import { withProgress } from "./progress.mjs";

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Makes `node_modules` what `package-lock.json` says, with `npm ci`; does nothing, in a few milliseconds, when it is.
 * Safe to be called by several processes at once.
 * @param {string} [root] folder of package.json
 */
export async function installDependencies(root = repository) {
  if (!differenceFromLock(root)) return;
  await withFolderLock(
    lockFolder(root),
    async () => {
      const difference = differenceFromLock(root);
      if (!difference) return;
      say(`${difference}: running npm ci, about a minute`);
      const started = Date.now();
      await withProgress("npm ci", () => runNpmCi(root));
      say(`dependencies installed in ${Math.round((Date.now() - started) / 1000)} s`);
    },
    (pid) => say(`waiting for process ${pid ?? "?"}, which is installing the dependencies`),
  );
}

/**
 * Why `node_modules` is not what the lock file asks for, or `undefined`. npm writes what it really installed into
 * `node_modules/.package-lock.json`, last of all, so an interrupted installation is noticed too.
 */
export function differenceFromLock(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  if (!wanted)
    throw new Error(`${join(root, "package-lock.json")} is missing or not JSON: restore it with git checkout`);
  const installed = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (!installed) return "dependencies are not installed";
  for (const [path, { version, optional }] of wanted) {
    if (path === "" || (optional && !installed.has(path))) continue;
    const found = installed.get(path);
    if (found?.version !== version)
      return `${path} is ${found?.version ?? "missing"}, package-lock.json says ${version}`;
  }
  return undefined;
}

function readPackages(file) {
  if (!existsSync(file)) return undefined;
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, "utf8")).packages));
  } catch {
    return undefined;
  }
}

/** Not inside the checkout: `npm ci` empties node_modules, and the rest of it belongs to git. */
function lockFolder(root) {
  const name = createHash("sha256").update(realpathSync(root)).digest("hex").slice(0, 16);
  return join(tmpdir(), `parity-${userInfo().uid}`, `install-${name}`);
}

async function runNpmCi(root) {
  const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const [command, ...first] = npm;
  const child = spawn(command, [...first, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) {
    throw new Error(
      `npm ci in ${root} ended with exit code ${code}; its reason is above. ` +
        "Fix: when it could not reach the npm registry, check the network and ~/.npmrc, then run the command again.",
    );
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await installDependencies().catch((error) => {
    say(error.message);
    process.exitCode = 1;
  });
}
