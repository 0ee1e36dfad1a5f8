import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parse, parseDocument } from "yaml";
import type { SourceProject } from "./folder.ts";
import { SandboxError } from "./sandbox-error.ts";

/** The files of a Pulumi project in the repository, read once for a command. */
export interface Source {
  readonly folder: string;
  /** The project's name. */
  readonly name: string;
  /** Text of Pulumi.yaml. */
  readonly main: string;
  /** Text of each Pulumi.<stack>.yaml, by stack. */
  readonly stacks: ReadonlyMap<string, string>;
}

/** The texts of a Pulumi project's files. */
export type SourceTexts = Pick<Source, "main" | "stacks">;

/** @throws SandboxError when a file cannot be read as text */
export function readTexts(folder: string): SourceTexts {
  const main = readText(join(folder, "Pulumi.yaml"));
  const stacks = readdirSync(folder).flatMap((file) => {
    const stack = /^Pulumi\.([\w.-]+)\.yaml$/.exec(file)?.[1];
    return stack ? [[stack, readText(join(folder, file))] as const] : [];
  });
  return { main, stacks: new Map(stacks.sort(([a], [b]) => a.localeCompare(b))) };
}

/** @throws SandboxError when Pulumi.yaml cannot be read as a project, or a file not as text; the rest is left to the program's own check. */
export function readSource({ folder }: Pick<SourceProject, "folder">): Source {
  const texts = readTexts(folder);
  const document = parseDocument(texts.main);
  const name = isMap(document.contents) ? document.contents.get("name") : undefined;
  const [error] = document.errors;
  if (error || typeof name !== "string") {
    throw new SandboxError(`${join(folder, "Pulumi.yaml")}: ${error?.message ?? "it has no name"}`);
  }
  return { folder, name, ...texts };
}

/** What is not text is not copied as if it were: the engine refuses it, and would not see it in the copy. */
function readText(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    const reason = error instanceof TypeError ? "it is not UTF-8" : (error as Error).message;
    throw new SandboxError(`${path} cannot be read: ${reason}. Fix: make it a text file that is UTF-8.`);
  }
}

/** A YAML file's content as plain values; `undefined` when it is not YAML. */
export function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
