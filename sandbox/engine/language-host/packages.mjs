import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PackageDependency, PackageParameterization } from "./sdk.mjs";

/**
 * The resource plugins a program needs: every installed package marked `"pulumi": { "resource": true }`. The official
 * host walks the whole tree under the program's folder; npm hoists, so the `node_modules` folders from the program
 * upwards, one level (and one scope) deep, hold the same packages and take milliseconds to read.
 * @param {string} programDirectory
 */
export function readRequiredPackages(programDirectory) {
  const found = new Map();
  for (const folder of nodeModulesFolders(programDirectory)) {
    for (const file of packageFiles(folder)) {
      const manifest = JSON.parse(readFileSync(file, "utf8"));
      if (manifest.pulumi?.resource && !found.has(manifest.name)) found.set(manifest.name, toDependency(manifest));
    }
  }
  return [...found.values()];
}

/** @returns {{ name: string, version: string }[]} packages a program declares, as installed */
export function readDependencies(programDirectory) {
  const folder = packageRoot(programDirectory);
  if (!folder) return [];
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => {
    const manifest = join(folder, "node_modules", name, "package.json");
    return existsSync(manifest) ? [{ name, version: JSON.parse(readFileSync(manifest, "utf8")).version }] : [];
  });
}

/** The nearest folder with a package.json, from the program upwards. */
export function packageRoot(directory) {
  if (existsSync(join(directory, "package.json"))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : packageRoot(parent);
}

function nodeModulesFolders(directory) {
  const parent = dirname(directory);
  const above = parent === directory ? [] : nodeModulesFolders(parent);
  const own = join(directory, "node_modules");
  return existsSync(own) ? [own, ...above] : above;
}

function packageFiles(folder) {
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) => (name.startsWith("@") ? readdirSync(join(folder, name)).map((part) => join(name, part)) : name))
    .map((name) => join(folder, name, "package.json"))
    .filter((file) => existsSync(file));
}

function toDependency({ name, version, pulumi }) {
  const dependency = new PackageDependency();
  dependency.setName(pluginName(name, pulumi));
  dependency.setKind("resource");
  dependency.setVersion(`v${(pulumi.version ?? version).replace(/^v/, "")}`);
  if (pulumi.server) dependency.setServer(pulumi.server);
  if (pulumi.parameterization) {
    const parameterization = new PackageParameterization();
    parameterization.setName(pulumi.parameterization.name);
    parameterization.setVersion(pulumi.parameterization.version);
    parameterization.setValue(pulumi.parameterization.value);
    dependency.setParameterization(parameterization);
  }
  return dependency;
}

function pluginName(packageName, pulumi) {
  if (pulumi.name) return pulumi.name;
  if (packageName.startsWith("@pulumi/")) return packageName.slice("@pulumi/".length);
  throw new Error(`${packageName} is a Pulumi package without "pulumi": { "name": … } in its package.json`);
}
