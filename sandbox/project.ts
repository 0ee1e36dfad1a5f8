import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { type Document, isMap, isSeq } from "yaml";
import type { SandboxFolder } from "./folder.ts";
import type { Source } from "./source.ts";
import { type ConfigPath, mergeStackFile, rewriteProjectFile } from "./stack-file.ts";

/** What the sandbox remembers of its project between commands. */
export interface Prepared {
  /** Digest of each stack file of the repository when it was last taken over, by stack. */
  synced: Record<string, string>;
  /** The same of Pulumi.yaml and the two folders that its paths lead from. */
  main?: string;
  /** Encrypted values of the repository that still need a placeholder, by stack. */
  missing: Record<string, ConfigPath[]>;
  /** Digest of everything the program was last asked about, and its answer. */
  checked?: { digest: string; stacks: StackNeeds[] };
}

/** What a stack needs before its program can run. */
export interface StackNeeds {
  readonly stack: string;
  /** Owner stacks that must be up. */
  readonly needs: readonly string[];
  /** Names under `<project>:secrets` that have no value yet. */
  readonly secrets: readonly string[];
}

export function readPrepared(folder: SandboxFolder): Prepared {
  if (!existsSync(folder.prepared)) return { synced: {}, missing: {} };
  return JSON.parse(readFileSync(folder.prepared, "utf8")) as Prepared;
}

export function writePrepared(folder: SandboxFolder, prepared: Prepared): void {
  writeFileSync(folder.prepared, JSON.stringify(prepared, null, 2));
}

/**
 * Writes the generated project: the repository's Pulumi.yaml with its paths adjusted, and a copy of each stack file
 * that follows the repository's whenever that has changed. Stack files the repository no longer has are removed.
 */
export function syncProject(source: Source, folder: SandboxFolder, prepared: Prepared): void {
  mkdirSync(folder.project, { recursive: true });
  mkdirSync(folder.state, { recursive: true });
  const main = join(folder.project, "Pulumi.yaml");
  const from = digestOf(source.main, source.folder, folder.project);
  if (prepared.main !== from || !existsSync(main)) {
    writeIfChanged(
      main,
      rewriteProjectFile(source.main, (document) => adjustPaths(document, source.folder, folder.project)),
    );
    prepared.main = from;
  }
  for (const [stack, text] of source.stacks) {
    const file = join(folder.project, `Pulumi.${stack}.yaml`);
    const digest = digestOf(text);
    if (prepared.synced[stack] === digest && existsSync(file)) continue;
    const merged = mergeStackFile(text, existsSync(file) ? readFileSync(file, "utf8") : undefined);
    writeIfChanged(file, merged.text);
    prepared.synced[stack] = digest;
    prepared.missing[stack] = merged.missing;
  }
  linkResources(source.folder, folder.project);
  for (const stack of Object.keys(prepared.synced)) {
    if (source.stacks.has(stack)) continue;
    rmSync(join(folder.project, `Pulumi.${stack}.yaml`), { force: true });
    delete prepared.synced[stack];
    delete prepared.missing[stack];
  }
}

/** The product's own resources run where they lie, beside what they import. */
function linkResources(from: string, to: string): void {
  for (const name of ["resources.ts", "resources.mjs", "resources.js"]) {
    rmSync(join(to, name), { force: true });
    if (existsSync(join(from, name))) symlinkSync(join(from, name), join(to, name));
  }
}

export function digestOf(...texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\0")).digest("hex");
}

/** Relative paths of the project file are relative to its folder, which differs here. */
function adjustPaths(document: Document, from: string, to: string): void {
  const move = (path: unknown) =>
    typeof path === "string" && !isAbsolute(path) ? relative(to, resolve(from, path)) : path;
  document.set("main", move(document.get("main") ?? "."));
  document.delete("stackConfigDir");
  const plugins = document.get("plugins");
  for (const kind of isMap(plugins) ? plugins.items : []) {
    for (const plugin of isSeq(kind.value) ? kind.value.items : []) {
      if (isMap(plugin)) plugin.set("path", move(plugin.get("path")));
    }
  }
}

/** An untouched file keeps its time: nothing that watches it wakes up. */
function writeIfChanged(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(file, text, { mode: 0o600 });
}
