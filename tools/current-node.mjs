import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { constants, homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAtLeast, leastNode as least } from "../bin/built.mjs";
import { withFolderLock } from "./folder-lock.mjs";
import { withProgress } from "./progress.mjs";

// Plain JavaScript that Node.js 20 runs, and 18 as far as it says that it is too old.

/** The oldest that can run what fetches a newer one. */
const leastBootstrap = "20.19.0";

/** package.json and package-lock.json pin the npm packages that carry Node.js, one for each platform. */
const pins = fileURLToPath(new URL("node", import.meta.url));

/**
 * Returns when this process runs on a Node.js that is new enough. Otherwise runs the same command on the pinned one, which
 * is fetched from the npm registry once for all checkouts of this user, and ends this process as that one ends. Whatever
 * the command starts finds that Node.js first on its PATH.
 */
export async function requireCurrentNode() {
  if (isAtLeast(process.versions.node, least)) return;
  if (!isAtLeast(process.versions.node, leastBootstrap)) {
    const cure = `Fix: install Node.js ${least} or newer (https://nodejs.org); from ${leastBootstrap} on, it is fetched for you.`;
    throw new Error(`Node.js ${process.versions.node} is too old: ${least} or newer is needed. ${cure}`);
  }
  const { name, version } = pinnedPackage();
  const folder = cacheFolder(version);
  if (!existsSync(join(folder, "bin", "node")))
    await withFolderLock(`${folder}.lock`, () => fetchNode(name, folder), wait);
  say(`Node.js ${process.versions.node} is older than ${least}: using ${version} of ${folder}`);
  await handOver(join(folder, "bin"));
}

function pinnedPackage() {
  const { packages } = JSON.parse(readFileSync(join(pins, "package-lock.json"), "utf8"));
  const fits = ({ os = [], cpu = [] }) => [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch);
  const [path, found] = Object.entries(packages).find(([, one]) => fits(one)) ?? [];
  if (!found) {
    throw new Error(
      `Node.js ${process.versions.node} is too old, and no newer one is pinned for ${process.platform} on ${process.arch}. ` +
        `Fix: install Node.js ${least} or newer (https://nodejs.org).`,
    );
  }
  return { name: path.replace("node_modules/", ""), version: found.version };
}

/** Where one version is kept for all checkouts of this user, beside the engine. */
function cacheFolder(version) {
  return join(process.env.XDG_CACHE_HOME || join(process.env.HOME || homedir(), ".cache"), "parity", "node", version);
}

/** npm checks the package against the digest in package-lock.json. Only a finished one becomes `folder`. */
async function fetchNode(name, folder) {
  if (existsSync(join(folder, "bin", "node"))) return;
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}.fetch-`);
  try {
    for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(pins, file), join(work, file));
    say(`fetching Node.js from the npm package ${name} into ${folder}: 60 MB, only once`);
    await withProgress("npm ci", () => runNpmCi(work));
    const fetched = join(work, "node_modules", name);
    if (!existsSync(join(fetched, "bin", "node"))) throw new Error(`npm did not install ${name}. ${cure}`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fetched, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const cure = `Fix: check the network and ~/.npmrc, then run the command again; or install Node.js ${least} or newer (https://nodejs.org).`;

async function runNpmCi(folder) {
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const code = await ended(spawn("npm", args, { cwd: folder, stdio: ["ignore", 2, 2] }));
  if (code !== 0) throw new Error(`npm ci for Node.js ended with exit code ${code}; its reason is above. ${cure}`);
}

/** npm hands its own Node.js on in variables, which packages' scripts prefer to the PATH. */
async function handOver(bin) {
  const node = join(bin, "node");
  const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter), NODE: node, npm_node_execpath: node };
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit", env });
  // Ctrl-C reaches the child as it reaches this process, which outlives it.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
  const code = await ended(child);
  process.exit(code);
}

/** @returns {Promise<number>} the exit code, which a shell makes of a signal in the same way */
function ended(child) {
  return new Promise((resolve, reject) => {
    child
      .once("error", reject)
      .once("close", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

function wait(pid) {
  say(`waiting for process ${pid ?? "?"}, which is fetching Node.js`);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
