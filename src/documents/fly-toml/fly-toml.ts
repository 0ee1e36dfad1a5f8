import { posix } from "node:path";
import { stringify, type TomlTable } from "smol-toml";
import type { ProcessGroup } from "../../components/app/groups.ts";
import type { AppBlueprint, Blueprint } from "../../components/blueprint.ts";
import { merge } from "../../config/merge.ts";
import type { Templates } from "../../config/template.ts";
import { known, render, withoutCommit } from "../../config/template.ts";
import { Problem } from "../../problem/problem.ts";
import { type Document, markDocument } from "../document.ts";
import { pullNames } from "../workflows/review-values.ts";
import { ownChecks, processesOf } from "./checks.ts";
import { servicesOf } from "./services.ts";

/**
 * Folder that flyctl is run in, relative to the repository's root, and its build context (flyctl
 * internal/command/deploy/deploy_build.go). With a Dockerfile of its own the context is the root; without one flyctl
 * looks for it in the folder it runs in, so that is the one of the fly.toml.
 */
export function flyFolder(app: AppBlueprint): string {
  return app.dockerfile === undefined ? posix.dirname(app.config) : ".";
}

/**
 * The fly.toml of one app in one environment (fly.io/docs/reference/configuration): what flyctl deploys. Secrets stand in
 * it by name only. Values must be known: see `checkFlyToml`.
 */
export function flyToml(app: AppBlueprint, blueprint: Blueprint): Document {
  const body = () => {
    const content = merge(contentOf(app), app.fly) as TomlTable;
    return `${reviewComment(app, blueprint)}${secretsComment(app, blueprint)}${stringify(content)}`;
  };
  return markDocument({ path: app.config, project: blueprint.project, stacks: [blueprint.stack], body });
}

function contentOf(app: AppBlueprint): TomlTable {
  const { name, groups, variables, stop, swap } = app;
  const [primary] = Object.keys(groups[0].regions);
  return {
    app: name,
    ...(primary && { primary_region: primary }),
    ...(stop?.signal && { kill_signal: stop.signal }),
    ...(stop?.timeout && { kill_timeout: stop.timeout }),
    ...(swap !== undefined && { swap_size_mb: swap }),
    ...table("build", buildOf(app)),
    ...table("deploy", deployOf(app)),
    ...table("env", knownTexts(variables)),
    ...table("processes", commandsOf(app)),
    ...servicesOf(app),
    ...ownChecks(app),
    ...list("mounts", mountsOf(app)),
    ...list(
      "restart",
      groups.flatMap((group) => restartOf(group, groups)),
    ),
    vm: groups.map((group) => machineOf(group, groups)),
  };
}

function buildOf({ image, dockerfile, target, buildArgs }: AppBlueprint): TomlTable {
  return {
    ...(image && { image }),
    ...(dockerfile && { dockerfile }),
    ...(target && { "build-target": target }),
    ...table("args", knownTexts(withoutCommit(buildArgs))),
  };
}

function deployOf({ strategy, release, releaseTimeout }: AppBlueprint): TomlTable {
  return {
    ...(strategy && { strategy }),
    ...(release && { release_command: release }),
    ...(releaseTimeout && { release_command_timeout: releaseTimeout }),
  };
}

function commandsOf({ groups }: AppBlueprint): { [group: string]: string } {
  return Object.fromEntries(groups.flatMap(({ name, command }) => (command === undefined ? [] : [[name, command]])));
}

/** flyctl makes a disk of this size only where `pulumi up` has not made one. */
function mountsOf({ volumes, groups }: AppBlueprint): TomlTable[] {
  return Object.entries(volumes).map(([source, { path, size, snapshots, process }]) => ({
    ...{ source, destination: path, initial_size: `${size}gb` },
    ...(snapshots === false ? { scheduled_snapshots: false } : { snapshot_retention: snapshots }),
    ...processesOf(process, groups),
  }));
}

function restartOf({ name, restart }: ProcessGroup, groups: AppBlueprint["groups"]): TomlTable[] {
  if (!restart) return [];
  const { policy, retries } = restart;
  return [{ policy, ...(retries !== undefined && { retries }), ...processesOf(name, groups) }];
}

function machineOf({ name, machine: { size, memory } }: ProcessGroup, groups: AppBlueprint["groups"]): TomlTable {
  return { size, ...(memory !== undefined && { memory: memoryOf(memory) }), ...processesOf(name, groups) };
}

/** Values that a file in the repository cannot hold, because they are made by `pulumi up`. */
export function checkFlyToml(app: AppBlueprint, blueprint: Blueprint): Problem[] {
  const places = [
    { field: "variables", texts: app.variables, fix: 'move it to "secrets": Pulumi fills those in at `pulumi up`' },
    { field: "buildArgs", texts: withoutCommit(app.buildArgs), fix: 'read it when the app runs, from "secrets"' },
  ];
  return places.flatMap(({ field, texts, fix }) =>
    Object.entries(texts)
      .filter(([, text]) => known(text) === undefined)
      .map(
        ([name, text]) =>
          new Problem({
            code: "late-in-document",
            where: { file: `Pulumi.${blueprint.stack}.yaml`, path: ["apps", app.key, field, name] },
            what: `"${render(text)}" is not known before it is created, and ${app.config} would have to hold it.`,
            why: "fly.toml is a file of the repository; flyctl sends it as it stands there.",
            fix,
          }),
      ),
  );
}

function memoryOf(megabytes: number): string {
  return megabytes % 1024 === 0 ? `${megabytes / 1024}gb` : `${megabytes}mb`;
}

/** One file serves all pull requests. */
function reviewComment(app: AppBlueprint, blueprint: Blueprint): string {
  if (!blueprint.template) return "";
  const { variables, buildArgs } = pullNames(app, blueprint);
  const names = ["app", ...variables.map((name) => `env.${name}`), ...buildArgs.map((name) => `build.args.${name}`)];
  return `# Overridden for each pull request, by ${blueprint.template.workflow}: ${names.join(", ")}\n\n`;
}

function secretsComment({ secrets }: AppBlueprint, { stack, template }: Blueprint): string {
  const names = Object.keys(secrets);
  if (names.length === 0) return "";
  const command = template ? "parity review up" : `pulumi up --stack ${stack}`;
  return [`Secrets, set by \`${command}\`:`, ...names.map((name) => `  ${name}`)]
    .map((line) => `# ${line}\n`)
    .concat("\n")
    .join("");
}

function knownTexts(texts: Templates): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const value = known(text);
      if (value === undefined) throw new Error(`${name} is not known before it is created: ${render(text)}`);
      return [name, value];
    }),
  );
}

/** A table of TOML, unless it would be empty. */
function table(key: string, content: TomlTable): TomlTable {
  return Object.keys(content).length === 0 ? {} : { [key]: content };
}

function list(key: string, tables: readonly TomlTable[]): TomlTable {
  return tables.length === 0 ? {} : { [key]: [...tables] };
}
