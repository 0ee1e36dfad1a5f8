import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { withProgress } from "./progress.mjs";

const run = promisify(execFile);

/** Names by which Linux and macOS have a browser that playwright-core drives. */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/**
 * Path of a Chromium: `PARITY_BROWSER`, else the one on the PATH, else Debian's package, which root may install.
 * @throws when there is none, with what to install
 */
export async function findBrowser(env = process.env) {
  const found = env.PARITY_BROWSER || onPath(env);
  if (found) return found;
  const asked = await withProgress("installing Debian's chromium", install).catch((error) => error);
  const installed = onPath(env);
  if (installed) return installed;
  throw new Error(
    `There is no Chromium on the PATH${asked instanceof Error ? `, and it could not be installed: ${asked.message}` : ""}\n` +
      "  Fix: install one (apt-get install chromium, or Google Chrome), or name its program in PARITY_BROWSER",
  );
}

async function install() {
  await run("apt-get", ["update", "-qq"]);
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
}

function onPath(env) {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
