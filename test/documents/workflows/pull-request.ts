import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Blueprint } from "../../../src/components/blueprint.ts";
import { renderDocuments } from "../../../src/documents/render.ts";

/** What a pull request's author has pushed. */
export interface Pushed {
  /** The repository, which checkouts clone. */
  readonly origin: string;
  readonly sha: string;
}

/** A repository with a product's rendered files and more, as one commit of the branch main. */
export function push(
  blueprints: ReadonlyMap<string, Blueprint>,
  files: { readonly [path: string]: string } = {},
): Pushed {
  const origin = mkdtempSync(join(tmpdir(), "parity-origin-"));
  const documents = renderDocuments(blueprints).filter(({ secret }) => !secret);
  const all = [...documents.map(({ path, text }) => [path, text] as const), ...Object.entries(files)];
  for (const [path, text] of all) {
    mkdirSync(dirname(join(origin, path)), { recursive: true });
    writeFileSync(join(origin, path), text);
  }
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], { cwd: origin, encoding: "utf8" });
  git("init", "--quiet", "--initial-branch", "main");
  git("add", "--all");
  git("commit", "--quiet", "-m", "one");
  return { origin, sha: git("rev-parse", "HEAD").trim() };
}

/** The context `github` of a run about it. */
export function aboutPull(number: number, sha: string, ref: string, token: string) {
  return {
    ...{ run_id: "7", run_attempt: "1", token },
    event: { pull_request: { number, head: { sha, ref } } },
  };
}
