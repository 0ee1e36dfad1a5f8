import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Gives each product of the checkout the package that its package.json names, as npm does for `file:`: a link in its node_modules, and
 * one to its command.
 * Takes no network and a millisecond, because a fresh clone and every `npm ci` need it again.
 * @param {string} [root] the checkout
 */
export function linkProducts(root = repository) {
  const { name, bin = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const systems = join(root, "systems");
  const folders = existsSync(systems) ? readdirSync(systems).map((system) => join(systems, system)) : [];
  for (const folder of [root, ...folders]) {
    if (!existsSync(join(folder, "Pulumi.yaml"))) continue;
    link(join(folder, "node_modules", name), root);
    // On Windows a command is a script, and a link to a file needs rights.
    for (const [command, file] of process.platform === "win32" ? [] : Object.entries(bin)) {
      link(join(folder, "node_modules", ".bin", command), join(root, file), "file");
    }
  }
}

function link(place, target, type = "junction") {
  if (leadsTo(place, target)) return;
  mkdirSync(dirname(place), { recursive: true });
  rmSync(place, { recursive: true, force: true });
  try {
    // Windows makes a junction of its whole path; elsewhere a checkout may be moved.
    const windows = process.platform === "win32";
    symlinkSync(windows ? target : relative(realpathSync(dirname(place)), realpathSync(target)), place, type);
  } catch (error) {
    // Another process was sooner.
    if (error.code !== "EEXIST") throw error;
  }
}

function leadsTo(place, target) {
  return existsSync(place) && realpathSync(place) === realpathSync(target);
}
