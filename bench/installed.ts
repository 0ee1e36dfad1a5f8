import { execFileSync } from "node:child_process";
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../sandbox/folder.ts";

/** From the package's tarball to a new product's first environment: seconds of one run, megabytes on disk. */
export interface Installed {
  /** `npm install` in the product's folder, with npm's cache as it is. */
  readonly install: number;
  /** `parity up` of its first stack, in a sandbox that starts its clouds. */
  readonly up: number;
  readonly megabytes: number;
  /** Of a checkout with all that it is developed with. */
  readonly checkoutMegabytes: number;
}

export function timeInstalled(root: string, say: (line: string) => void): Installed {
  say("the package is installed from its tarball, and a new product's first environment comes up");
  const shop = join(root, "shop");
  const npm = (words: readonly string[], cwd: string) =>
    execFileSync("npm", words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const parity = (home: string, ...words: readonly string[]) =>
    void execFileSync(process.execPath, [join(home, "bin/parity.mjs"), ...words], { cwd: root, stdio: "ignore" });
  const tarball = npm(["pack", "--ignore-scripts", "--silent", "--pack-destination", root], repository).trim();
  const flags = ["--yes", "--no-stacks", "--name", "shop", "--repository", "acme/shop"];
  parity(repository, "init", shop, ...flags, "--package", `file:../${tarball}`);
  const installed = join(shop, "node_modules/@env-parity/parity");
  const sandbox = (...words: readonly string[]) => parity(installed, "sandbox", "--system", shop, ...words);
  const install = seconds(() => npm(["install", "--ignore-scripts", "--no-audit", "--no-fund"], shop));
  const up = seconds(() => sandbox("parity", "up", "--stack", "staging", "--yes"));
  sandbox("stop");
  return {
    ...{ install, up },
    megabytes: megabytesOf(join(shop, "node_modules")),
    checkoutMegabytes: megabytesOf(join(repository, "node_modules")),
  };
}

function seconds(act: () => void): number {
  const started = performance.now();
  act();
  return (performance.now() - started) / 1000;
}

function megabytesOf(folder: string): number {
  return bytesOf(folder) / 1_000_000;
}

/** Without what links lead to: a checkout's packages hold a link to the checkout. */
function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .map((one) => {
      const path = join(folder, one.name);
      return one.isDirectory() ? bytesOf(path) : one.isFile() ? lstatSync(path).size : 0;
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}
