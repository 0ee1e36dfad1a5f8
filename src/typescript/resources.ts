import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Blueprint } from "../components/blueprint.ts";
import { resourceFiles } from "../config/source/resource-files.ts";
import { refused } from "../environment/refused.ts";
import { Problem } from "../problem/problem.ts";
import type { Things } from "./things.ts";

/** What stands beside a product of YAML: what parity does not know, declared by a function that is given the environment. */
export type DeclareResources = (environment: Things & Pick<Blueprint, "tier"> & { readonly name: string }) => unknown;

/**
 * The function that a product's own file of resources exports; absent where it has none.
 * @throws RunError when there are two files, when it exports no function, or when this Node.js does not read TypeScript
 */
export async function findResources(folder: string): Promise<DeclareResources | undefined> {
  const [name, second] = resourceFiles.filter((one) => existsSync(join(folder, one)));
  if (name === undefined) return undefined;
  if (second !== undefined) {
    throw refused([problemOf(second, `There are two files of resources: ${name} and ${second}.`, "leave one of them")]);
  }
  if (name.endsWith(".ts") && !process.features.typescript) {
    // nodejs.org, "Modules: TypeScript": types are taken away without a flag from 22.18 and 23.6 on.
    throw refused([
      problemOf(
        name,
        `Node.js ${process.versions.node} does not read TypeScript.`,
        "run Node.js 22.18 or newer, or write resources.mjs",
      ),
    ]);
  }
  const module = (await import(pathToFileURL(join(folder, name)).href)) as { readonly default?: unknown };
  if (typeof module.default === "function") return module.default as DeclareResources;
  throw refused([
    problemOf(name, "Its default export is not a function.", "write: export default (environment) => { … }"),
  ]);
}

function problemOf(file: string, what: string, fix: string): Problem {
  return new Problem({ code: "wrong-resources", where: { file, path: [] }, what, fix });
}
