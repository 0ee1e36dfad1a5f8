import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Document, type Origin, originOf } from "../documents/document.ts";

/** A document beside the file at its path. */
export interface DocumentFile {
  readonly document: Document;
  /** `fresh`: the same. `stale`: generated, from an older config. `edited`, `foreign`: see `Origin`. */
  readonly state: "fresh" | "missing" | "stale" | Exclude<Origin, "generated">;
  /** The file's text; empty when it is missing. */
  readonly current: string;
}

/** Whether somebody wrote it, by hand or for another product: it is not overwritten. */
export function isSomeones(state: DocumentFile["state"]): boolean {
  return state === "edited" || state === "foreign" || state === "other";
}

/** A file that others may read more of than the document allows is stale, whatever stands in it. */
export function compareDocument(document: Document, folder: string, project: string): DocumentFile {
  const path = join(folder, document.path);
  if (!existsSync(path)) return { document, state: "missing", current: "" };
  const current = readFileSync(path, "utf8");
  const open = document.mode !== undefined && (statSync(path).mode & 0o777 & ~document.mode) !== 0;
  if (current === document.text && !open) return { document, state: "fresh", current };
  const origin = originOf(current, project);
  return { document, state: origin === "generated" ? "stale" : origin, current };
}

/** Writes the file whole or not at all: beside its place first, then moved there. Nobody else reads it on the way. */
export function writeDocument({ path, text, mode }: Document, folder: string): void {
  const target = join(folder, path);
  const draft = `${target}.${process.pid}.tmp`;
  mkdirSync(dirname(target), { recursive: true });
  try {
    writeFileSync(draft, text, { flag: "wx", ...(mode !== undefined && { mode }) });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Whether git would commit the file: it knows of the folder, and does not ignore the path. */
export function isCommitted(path: string, folder: string): boolean {
  // 0: ignored; 1: not ignored; 128: no repository (git-check-ignore, exit status).
  return spawnSync("git", ["check-ignore", "--quiet", "--", path], { cwd: folder }).status === 1;
}
