import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../../problem/problem.ts";

/**
 * Writes the files of a new product into a folder, which is made where it is missing. Nothing that is there is written over.
 * @throws Problem when one of them is there: nothing was written then
 */
export function writeFiles(folder: string, files: { readonly [file: string]: string }): void {
  const there = Object.keys(files).filter((name) => existsSync(join(folder, name)));
  const kept: readonly string[] = there.filter((name) => name === ".gitignore" || name === "package.json");
  const taken = there.filter((name) => !kept.includes(name));
  if (taken.length > 0) {
    throw new Problem({
      code: "already-initialized",
      what: `${folder} has ${taken.join(", ")} already, which would be written over.`,
      fix: "choose another folder, or move them away",
    });
  }
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    if (!kept.includes(name)) writeFileSync(join(folder, name), text);
  }
}
