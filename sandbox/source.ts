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

/** @throws SandboxError when Pulumi.yaml cannot be read as a project; stack files are left to the program's own check. */
export function readSource({ folder }: Pick<SourceProject, "folder">): Source {
  const main = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
  const document = parseDocument(main);
  const name = isMap(document.contents) ? document.contents.get("name") : undefined;
  const [error] = document.errors;
  if (error || typeof name !== "string") {
    throw new SandboxError(`${join(folder, "Pulumi.yaml")}: ${error?.message ?? "it has no name"}`);
  }
  const stacks = readdirSync(folder).flatMap((file) => {
    const stack = /^Pulumi\.([\w.-]+)\.yaml$/.exec(file)?.[1];
    return stack ? [[stack, readFileSync(join(folder, file), "utf8")] as const] : [];
  });
  return { folder, name, main, stacks: new Map(stacks.sort(([a], [b]) => a.localeCompare(b))) };
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
