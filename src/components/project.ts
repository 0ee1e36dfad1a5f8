import { resolve as absolute, join } from "node:path";
import { at, isObject } from "../config/merge.ts";
import type { Tier } from "../config/schema/environment.ts";
import { compareWithEngine, type Given } from "../config/source/engine-values.ts";
import { hasFile } from "../config/source/files.ts";
import { withKept } from "../config/source/kept-list.ts";
import type { StackSource } from "../config/source/stack-source.ts";
import { SystemSource } from "../config/source/system-source.ts";
import type { Place } from "../problem/parts.ts";
import type { Path } from "../problem/path.ts";
import { hasErrors, Problem } from "../problem/problem.ts";
import { shareProblems } from "../problem/stacks.ts";
import type { Blueprint } from "./blueprint.ts";
import { checkClaims } from "./claims.ts";
import { checkReaches } from "./endpoints.ts";
import { checkKeptNeeds } from "./kept.ts";
import { withReaders } from "./readers.ts";
import type { Resolution } from "./resolution.ts";
import { resolve } from "./resolve.ts";
import { checkExample, exampleOf, withExample } from "./review/example.ts";
import { checkIsolation } from "./review/isolation.ts";
import { checkReviewLimits } from "./review/limits.ts";
import { StackFiles } from "./stack-files.ts";
import { systemSchema } from "./system.ts";
import { tierOf } from "./tier.ts";

export interface ResolvedProject {
  /** Each stack's blueprint, unless something in it is wrong. */
  readonly blueprints: ReadonlyMap<string, Blueprint>;
  /**
   * Each stack's own problems, and those between stacks at the stack that came second. One mistake that hits several stacks, such as one in
   * Pulumi.yaml, is one object in the list of each, and names them. A file that only looks like a stack's counts as one.
   */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
  /** What is wrong with a project that has no stacks. */
  readonly unowned: readonly Problem[];
  /** What each stack needs beside its config, as far as it is known. */
  readonly resolutions: ReadonlyMap<string, Resolution>;
}

/** A Pulumi project's files: `Pulumi.yaml` and every `Pulumi.<stack>.yaml` beside it, which are read when one is first asked for. */
export class Project {
  /** Absolute. */
  readonly folder: string;
  readonly #main: SystemSource;
  #read: StackFiles | undefined;

  /** @throws Problem when the folder has no Pulumi.yaml; what is wrong inside the files is told by `resolve` */
  constructor(folder: string) {
    this.folder = absolute(folder);
    if (!hasFile(join(this.folder, "Pulumi.yaml"))) {
      throw new Problem({
        code: "no-project",
        what: `There is no Pulumi.yaml in ${this.folder}.`,
        fix: "run this in the project's folder, or name it with --project",
      });
    }
    this.#main = new SystemSource(this.folder, systemSchema);
  }

  get stacks(): readonly StackSource[] {
    return this.#files.stacks;
  }

  /** What the environments of pull requests are made from: Pulumi.review.yaml, which is no stack. */
  get template(): StackSource | undefined {
    return this.#files.template;
  }

  /** Empty when Pulumi.yaml does not say it. */
  get name(): string {
    return this.#main.project;
  }

  /** Names under `<project>:secrets` that a stack's file gives a value for. */
  secretsOf(stack: string): string[] {
    const secrets = this.#files.find(stack)?.secrets;
    return isObject(secrets) ? Object.keys(secrets) : [];
  }

  /** What kind of environment a stack is; `undefined` when neither its name nor its file says it. */
  tierOf(stack: string): Tier | undefined {
    return tierOf(stack, this.#files.find(stack)?.environment.value);
  }

  /** A key beside `config` in a stack's file, such as `encryptionsalt`. */
  settingOf(stack: string, key: string): unknown {
    return at(this.#files.find(stack)?.environment.file.content, [key]);
  }

  /** Text at a path of Pulumi.yaml, such as `main`, or `backend`, `url`. */
  textAt(...path: string[]): string | undefined {
    const text = at(this.#main.system.file.content, path);
    return typeof text === "string" ? text : undefined;
  }

  /** Config of other namespaces in a stack's file or in Pulumi.yaml, such as `cloudflare:apiToken`. */
  has(stack: string, key: string): boolean {
    const file = this.#files.find(stack)?.environment.file;
    return [file, this.#main.system.file].some((one) => at(one?.content, ["config", key]) !== undefined);
  }

  /**
   * Resolves every stack and compares them with each other.
   * @param given what the engine hands on; where that is not what the files say, the stack has a problem
   * @param keeper a stack that is resolved as if it kept every secret, because it is not known yet which ones it does
   */
  resolve(given?: Given, keeper?: string): ResolvedProject {
    const problems = new Map<string, Problem[]>();
    const resolutions = new Map<string, Resolution>();
    const { system, project } = this.#main;
    const all = this.#files.of(given?.stack, keeper);
    const stacks = all.filter((source) => source !== this.template);
    const tiers = new Map(stacks.flatMap(({ stack, environment }) => entryOf(stack, tierOf(stack, environment.value))));
    for (const { stack, environment } of all) {
      const found = [...system.problems, ...environment.problems];
      problems.set(stack, found);
      if (!system.isRead || !environment.isRead) continue;
      if (given?.stack === stack) found.push(...compareWithEngine(given, system, environment));
      const secrets = (given?.stack === stack ? given.secrets : undefined) ?? {};
      const written = {
        ...{ project, stack, tiers, secrets, keepsAll: stack === keeper },
        system: system.value,
        environment: withKept(environment.value, (given?.stack === stack && given.kept) || []),
      };
      const own = resolve(written);
      const example = stack === this.template?.stack ? exampleOf(written) : undefined;
      const resolution = example ? withExample(own, example) : own;
      resolutions.set(stack, resolution);
      const ofExample = example ? checkExample(resolution, example) : [];
      for (const { source, problem } of [...resolution.problems, ...ofExample]) {
        const its = source === "system" ? system : environment;
        const isDoubtful =
          environment.isLost && (source === "environment" || at(system.value, problem.path) === undefined);
        if (isDoubtful || its.covers(problem.path)) continue;
        if (problem.code === "missing-system" && hasErrors(system.problems)) continue;
        found.push(problem.at(its.place(problem.path)));
      }
    }
    for (const { stack, problem } of this.#files.strays) problems.set(stack, [...(problems.get(stack) ?? []), problem]);
    const between = [
      ...checkClaims([...resolutions.values()].flatMap(({ claims }) => claims)),
      ...checkReaches([...resolutions.values()].flatMap(({ reaches }) => reaches)),
      ...checkKeptNeeds(resolutions),
    ];
    for (const { stack, problem } of between) {
      problems.get(stack)?.push(problem.at(this.placeOf(stack, problem.path)));
    }
    const known = [...resolutions.values()].flatMap(({ blueprint }) => blueprint ?? []);
    for (const review of known.filter(({ tier }) => tier === "review")) {
      const wrong = [...checkIsolation(review, known), ...(review.template ? checkReviewLimits(review, known) : [])];
      for (const problem of wrong)
        problems.get(review.stack)?.push(problem.at(this.placeOf(review.stack, problem.path)));
    }
    const sound = known.filter(({ stack }) => !hasErrors(problems.get(stack) ?? []));
    const blueprints = new Map(sound.map((blueprint) => [blueprint.stack, withReaders(blueprint, sound)]));
    return {
      blueprints,
      problems: shareProblems(problems),
      unowned: problems.size === 0 ? this.#noStacks() : [],
      resolutions,
    };
  }

  /** The environment of a pull request, as the template makes it. Absent: there is no template, or something is wrong with it. */
  resolveReview(pull: number, branch?: string): Blueprint | undefined {
    const { system, project } = this.#main;
    if (!this.template?.environment.isRead || !system.isRead) return undefined;
    const { stack, environment } = this.template;
    return exampleOf({ project, stack, system: system.value, environment: environment.value }, pull, branch).blueprint;
  }

  /** Where a value of a stack is written: in its own file, or in Pulumi.yaml. */
  placeOf(stack: string, path: Path): Place {
    const environment = this.#files.find(stack)?.environment;
    return environment !== undefined && at(environment.value, path) !== undefined
      ? environment.place(path)
      : this.#main.system.place(path);
  }

  get #files(): StackFiles {
    this.#read ??= new StackFiles(this.folder, this.#main);
    return this.#read;
  }

  #noStacks(): Problem[] {
    const none = new Problem({
      code: "no-stacks",
      where: { file: "Pulumi.yaml", path: [] },
      what: `There is no stack in ${this.folder}.`,
      why: "A stack is one environment, and has a file beside Pulumi.yaml.",
      fix: `write Pulumi.dev.yaml with config → ${this.name || "<project>"}:environment`,
    });
    return [...this.#main.system.problems, none];
  }
}

function entryOf<K, V>(key: K, value: V | undefined): [K, V][] {
  return value === undefined ? [] : [[key, value]];
}
