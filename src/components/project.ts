import { existsSync, readdirSync } from "node:fs";
import { resolve as absolute, join } from "node:path";
import { at, isObject } from "../config/merge.ts";
import { nouns } from "../config/scope.ts";
import { ConfigFile } from "../config/source/config-file.ts";
import type { Place } from "../problem/parts.ts";
import { hasErrors, Problem } from "../problem/problem.ts";
import type { Blueprint } from "./blueprint.ts";
import { checkClaims } from "./claims.ts";
import { checkReaches, type Secrets } from "./endpoints.ts";
import { type Resolution, resolve, type Source, tierOf } from "./resolve.ts";

type Path = readonly (string | number)[];

/** One `Pulumi.<stack>.yaml`. */
export interface StackFile {
  readonly stack: string;
  readonly file: ConfigFile;
}

/** Values that replace what stands in the files: what the engine was given, for the stack it runs. */
export interface Override {
  readonly stack: string;
  readonly system: unknown;
  readonly environment: unknown;
  /** What a person has set for it. */
  readonly secrets?: Secrets;
}

export interface ResolvedProject {
  /** Each stack's blueprint, unless something in it is wrong. */
  readonly blueprints: ReadonlyMap<string, Blueprint>;
  /** Each stack's own problems, and those between stacks at the stack that came second. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  /** What each stack needs beside its config, as far as it can be told. */
  readonly resolutions: ReadonlyMap<string, Resolution>;
}

/** A Pulumi project's files: `Pulumi.yaml` and every `Pulumi.<stack>.yaml` beside it. */
export class Project {
  /** Absolute. */
  readonly folder: string;
  readonly name: string;
  readonly stacks: readonly StackFile[];
  private readonly main: ConfigFile;

  /** Throws when the folder has no Pulumi.yaml; what is wrong inside the files becomes problems. */
  constructor(folder: string) {
    this.folder = absolute(folder);
    const path = join(this.folder, "Pulumi.yaml");
    if (!existsSync(path)) {
      throw new Problem({
        code: "no-project",
        what: `There is no Pulumi.yaml in ${this.folder}.`,
        fix: "run this in the project's folder, or name it with --project",
      });
    }
    this.main = new ConfigFile(path);
    this.name = String(at(this.main.content, ["name"]) ?? "");
    this.stacks = readdirSync(this.folder)
      .flatMap((name) => /^Pulumi\.([\w.-]+)\.yaml$/.exec(name)?.[1] ?? [])
      .sort()
      .map((stack) => ({ stack, file: new ConfigFile(join(this.folder, `Pulumi.${stack}.yaml`)) }));
  }

  /** Names under `<project>:secrets` that a stack's file gives a value for. */
  secretsOf(stack: string): string[] {
    const secrets = at(this.fileOf(stack)?.content, ["config", `${this.name}:secrets`]);
    return isObject(secrets) ? Object.keys(secrets) : [];
  }

  /** Config of other namespaces in a stack's file or in Pulumi.yaml, such as `cloudflare:apiToken`. */
  has(stack: string, key: string): boolean {
    return (
      at(this.fileOf(stack)?.content, ["config", key]) !== undefined ||
      at(this.main.content, ["config", key]) !== undefined
    );
  }

  /** Resolves every stack and compares them with each other. */
  resolve(override?: Override): ResolvedProject {
    const broken = [this.main, ...this.stacks.map(({ file }) => file)].flatMap(({ problems }) => problems);
    const problems = new Map<string, Problem[]>();
    const resolutions = new Map<string, Resolution>();
    const written = this.written(override).map(({ stack, file }) => ({
      file,
      ...(override?.stack === stack
        ? override
        : { stack, system: this.system(), environment: at(file?.content, ["config", `${this.name}:environment`]) }),
    }));
    const tiers = new Map(written.flatMap(({ stack, environment }) => entryOf(stack, tierOf(stack, environment))));
    for (const { file, ...source } of written) {
      const { stack } = source;
      if (this.main.problems.length > 0 || (file?.problems.length ?? 0) > 0) {
        problems.set(stack, broken);
        continue;
      }
      const resolution = resolve({ ...source, project: this.name, tiers });
      resolutions.set(stack, resolution);
      problems.set(
        stack,
        resolution.problems.map(({ source, problem }) => problem.at(this.place(source, stack, problem.path))),
      );
    }
    const all = [...resolutions.values()];
    const between = [
      ...checkClaims(all.flatMap(({ claims }) => claims)),
      ...checkReaches(all.flatMap(({ reaches }) => reaches)),
    ];
    for (const { stack, problem } of between) {
      problems.get(stack)?.push(problem.at(this.placeOf(stack, problem.path)));
    }
    const sound = all.flatMap(({ blueprint }) =>
      blueprint && !hasErrors(problems.get(blueprint.stack) ?? []) ? [blueprint] : [],
    );
    const blueprints = new Map(sound.map((blueprint) => [blueprint.stack, withReaders(blueprint, sound)]));
    return { blueprints, problems, resolutions };
  }

  /** Where a value of a stack is written: in its own file, or in Pulumi.yaml. */
  placeOf(stack: string, path: Path): Place {
    const overridden = at(this.fileOf(stack)?.content, ["config", `${this.name}:environment`, ...path]);
    return this.place(overridden === undefined ? "system" : "environment", stack, path);
  }

  private fileOf(stack: string): ConfigFile | undefined {
    return this.stacks.find((one) => one.stack === stack)?.file;
  }

  private written(override: Override | undefined): { readonly stack: string; readonly file?: ConfigFile }[] {
    if (!override || this.stacks.some(({ stack }) => stack === override.stack)) return [...this.stacks];
    return [...this.stacks, { stack: override.stack }];
  }

  private system(): unknown {
    const config = at(this.main.content, ["config"]);
    const entry = at(config, [`${this.name}:system`]) ?? at(config, ["system"]);
    return at(entry, ["value"]) ?? entry;
  }

  private place(source: Source, stack: string, path: Path): Place {
    const file = this.fileOf(stack);
    if (source === "environment") {
      const full = ["config", `${this.name}:environment`, ...path];
      return file ? shorten(file.place(full), 1) : { file: `Pulumi.${stack}.yaml`, path: full.slice(1) };
    }
    const key =
      at(this.main.content, ["config", `${this.name}:system`]) === undefined ? "system" : `${this.name}:system`;
    return shorten(this.main.place(["config", key, "value", ...path]), 3);
  }
}

/** Drops the file's own wrapping (`config.<key>.value`) from a path: people know where the system and environment stand. */
function shorten<P extends { readonly path: Path }>(place: P, wrapping: number): P {
  return { ...place, path: place.path.slice(wrapping) };
}

/** A stack with the things that a protected stack reads from it: they are protected like that stack's own. */
function withReaders(blueprint: Blueprint, all: readonly Blueprint[]): Blueprint {
  const readers = all.filter(({ protect, stack }) => protect && stack !== blueprint.stack);
  const read = readers.flatMap((reader) =>
    nouns.flatMap((noun) =>
      reader[noun].flatMap(({ key, ownership }) =>
        ownership.in === "owner" && ownership.stack === blueprint.stack ? [`${noun}.${key}`] : [],
      ),
    ),
  );
  return { ...blueprint, protectedThings: new Set(read) };
}

function entryOf<K, V>(key: K, value: V | undefined): [K, V][] {
  return value === undefined ? [] : [[key, value]];
}
