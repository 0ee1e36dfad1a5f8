import { existsSync, readdirSync } from "node:fs";
import { resolve as absolute, join } from "node:path";
import type { Blueprint } from "../config/blueprint.ts";
import { at, isObject } from "../config/merge.ts";
import type { Problem as Found } from "../config/problem.ts";
import { resolve, type Source } from "../config/resolve.ts";
import { checkSharing } from "../config/sharing.ts";
import { Problem } from "../problem/problem.ts";
import { ConfigFile } from "./config-file.ts";

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
}

export interface ResolvedProject {
  /** Each stack's blueprint, unless something in it is wrong. */
  readonly blueprints: ReadonlyMap<string, Blueprint>;
  /** Each stack's own problems, and those between stacks at the stack that came second. */
  readonly problems: ReadonlyMap<string, readonly Found[]>;
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
    const file = this.stacks.find((one) => one.stack === stack)?.file;
    const secrets = at(file?.content, ["config", `${this.name}:secrets`]);
    return isObject(secrets) ? Object.keys(secrets) : [];
  }

  /** Config of other namespaces in a stack's file or in Pulumi.yaml, such as `cloudflare:apiToken`. */
  has(stack: string, key: string): boolean {
    const file = this.stacks.find((one) => one.stack === stack)?.file;
    return at(file?.content, ["config", key]) !== undefined || at(this.main.content, ["config", key]) !== undefined;
  }

  /** Resolves every stack and compares them with each other. */
  resolve(override?: Override): ResolvedProject {
    const broken = [this.main, ...this.stacks.map(({ file }) => file)].flatMap(({ problems }) => problems);
    const blueprints = new Map<string, Blueprint>();
    const problems = new Map<string, Found[]>();
    for (const { stack, file } of this.written(override)) {
      if (this.main.problems.length > 0 || (file?.problems.length ?? 0) > 0) {
        problems.set(stack, broken);
        continue;
      }
      const overridden = override?.stack === stack ? override : undefined;
      const { blueprint, findings } = resolve({
        project: this.name,
        stack,
        system: overridden?.system ?? this.system(),
        environment: overridden?.environment ?? at(file?.content, ["config", `${this.name}:environment`]),
      });
      if (blueprint) blueprints.set(stack, blueprint);
      problems.set(
        stack,
        findings.map(({ source, path, ...finding }) => ({ ...finding, place: this.place(source, stack, path) })),
      );
    }
    for (const { stack, path, ...finding } of checkSharing([...blueprints.values()])) {
      const place = this.place("environment", stack, path);
      problems.get(stack)?.push({ ...finding, place });
      blueprints.delete(stack);
    }
    return { blueprints, problems };
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

  private place(source: Source, stack: string, path: Path) {
    const file = this.stacks.find((one) => one.stack === stack)?.file;
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
