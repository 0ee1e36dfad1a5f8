import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { parse } from "smol-toml";
import { Problem } from "../../problem/problem.ts";

/** A fly.toml of a repository, and what its place says of it. */
export interface FlyFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly content: object;
  /** `production` where neither name nor folder says one. */
  readonly environment: string;
  /** Of the names in its path that are no environment's, the last. Absent: it lies at the root, under no name. */
  readonly app?: string;
}

const words: { readonly [word: string]: string } = {
  ...{ dev: "dev", development: "dev", local: "dev", stage: "staging", staging: "staging", stg: "staging" },
  ...{ prod: "production", production: "production", review: "review", preview: "review" },
};
const skipped = new Set(["node_modules", ".git", "dist", "build", "deps", "target", "vendor", ".venv"]);

/**
 * Every fly.toml of a repository: `fly.toml`, `fly.staging.toml`, `apps/web/fly.toml`, `infra/fly/api/staging/fly.toml`.
 * @throws Problem for one that is not TOML
 */
export function findFlyFiles(folder: string): FlyFile[] {
  return pathsIn(folder).map((path) => {
    const named = basename(path).split(".").slice(1, -1);
    const parents = dirname(path) === "." ? [] : dirname(path).split("/");
    const all = [...parents, ...named];
    const environment = all.map((word) => words[word]).findLast((word) => word !== undefined);
    const app = all
      .filter((word) => words[word] === undefined && !["apps", "infra", "fly", "services"].includes(word))
      .at(-1);
    return {
      path,
      content: read(join(folder, path), path),
      environment: environment ?? "production",
      ...(app !== undefined && { app }),
    };
  });
}

function pathsIn(root: string, folder = root): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : pathsIn(root, path);
    return /^fly(\.[\w-]+)*\.toml$/.test(entry.name) ? [relative(root, path).split(sep).join("/")] : [];
  });
}

function read(file: string, path: string): object {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Problem({
      code: "kept-unreadable",
      where: { file: path, path: [] },
      what: `This file is not TOML: ${(error as Error).message.split("\n")[0]}`,
      fix: "mend it, or run init without --from",
    });
  }
}
