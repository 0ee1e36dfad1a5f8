import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, resolve, sep } from "node:path";
import { parse } from "yaml";
import type { Blueprint } from "../../components/blueprint.ts";
import { Project } from "../../components/project.ts";
import type { CiProduct } from "../../documents/ci/product.ts";
import { hasErrors, Problem } from "../../problem/problem.ts";

/** A product of the infrastructure repository, with what its config says. */
export interface FoundProduct extends CiProduct {
  readonly blueprints: readonly Blueprint[];
  /** The template of pull requests' environments. */
  readonly template: Blueprint | undefined;
}

/** How deep below the root a product's folder is looked for. */
const DEPTH = 2;

/**
 * The products of a repository.
 * @param named their folders; default: every folder whose Pulumi.yaml runs our program, the root and two levels below it
 * @throws Problem, or an AggregateError of several, when there is none or the config of one has a mistake
 */
export function readProducts(root: string, named: readonly string[] | undefined): FoundProduct[] {
  const folders = named?.map((folder) => relative(resolve(root), resolve(root, folder)).split(sep).join("/") || ".");
  const found = folders ?? foldersBelow(root, ".", DEPTH);
  if (found.length === 0) {
    throw new Problem({
      code: "no-product",
      what: `No Pulumi.yaml in ${resolve(root)}, or two levels below it, runs the program of parity.`,
      fix: "run this at the root of the repository, or name the folders of the products with --project",
    });
  }
  return found.map((folder) => readProduct(root, folder));
}

function foldersBelow(root: string, folder: string, depth: number): string[] {
  const here = isProduct(join(root, folder, "Pulumi.yaml")) ? [folder] : [];
  if (depth === 0) return here;
  const inner = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
    .map(({ name }) => posix.join(folder, name))
    .sort();
  return [...here, ...inner.flatMap((one) => foldersBelow(root, one, depth - 1))];
}

function isProduct(file: string): boolean {
  if (!existsSync(file)) return false;
  const content: unknown = parse(readFileSync(file, "utf8"), { logLevel: "silent" });
  const main = typeof content === "object" && content !== null && "main" in content ? String(content.main) : "";
  return main.endsWith("@env-parity/parity/bin/program.mjs");
}

function readProduct(root: string, folder: string): FoundProduct {
  const project = new Project(join(root, folder));
  const { blueprints, problems, unowned } = project.resolve();
  const found = [...new Set([...unowned, ...[...problems.values()].flat()])].filter((one) => hasErrors([one]));
  if (found.length > 0) throw new AggregateError(found, `The config of ${folder} has mistakes.`);
  const all = [...blueprints.values()];
  const own = all.filter(({ stack }) => stack !== project.template?.stack);
  return {
    name: project.name,
    folder,
    stacks: own.map(({ stack, tier }) => ({ stack, tier })),
    blueprints: own,
    template: all.find(({ stack }) => stack === project.template?.stack),
  };
}
