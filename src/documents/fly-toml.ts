import { posix } from "node:path";
import { stringify, type TomlTable } from "smol-toml";
import type { AppBlueprint, Blueprint } from "../components/blueprint.ts";
import type { Templates } from "../config/template.ts";
import { known, render } from "../config/template.ts";
import { Problem } from "../problem/problem.ts";
import { type Document, markDocument } from "./document.ts";

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
  const { name, regions, dockerfile, buildArgs, release, releaseTimeout, variables, machine } = app;
  const [primary] = Object.keys(regions);
  const build = { ...(dockerfile && { dockerfile }), ...table("args", knownTexts(buildArgs)) };
  const deploy = {
    ...(release && { release_command: release }),
    ...(releaseTimeout && { release_command_timeout: releaseTimeout }),
  };
  const content: TomlTable = {
    app: name,
    ...(primary && { primary_region: primary }),
    ...table("build", build),
    ...table("deploy", deploy),
    ...table("env", knownTexts(variables)),
    http_service: httpService(app),
    vm: [{ size: machine.size, ...(machine.memory !== undefined && { memory: memoryOf(machine.memory) }) }],
  };
  const body = `${secretsComment(app, blueprint)}${stringify(content)}`;
  return markDocument({ path: app.config, stacks: [blueprint.stack], body });
}

/** Values that a file in the repository cannot hold, because they are made by `pulumi up`. */
export function checkFlyToml(app: AppBlueprint, blueprint: Blueprint): Problem[] {
  const places = [
    { field: "variables", texts: app.variables, fix: 'move it to "secrets": Pulumi fills those in at `pulumi up`' },
    { field: "buildArgs", texts: app.buildArgs, fix: 'read it when the app runs, from "secrets"' },
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

function httpService({ port, sleep, minimum, concurrency, health }: AppBlueprint): TomlTable {
  const sleeps = sleep !== "off";
  return {
    internal_port: port,
    force_https: true,
    auto_stop_machines: sleep,
    auto_start_machines: true,
    // Fly reads it only while machines may be stopped, and counts the primary region alone.
    ...((sleeps || minimum !== undefined) && { min_machines_running: minimum ?? 0 }),
    ...(concurrency && {
      concurrency: {
        type: concurrency.type,
        ...(concurrency.soft !== undefined && { soft_limit: concurrency.soft }),
        ...(concurrency.hard !== undefined && { hard_limit: concurrency.hard }),
      },
    }),
    ...(health && {
      checks: [
        {
          grace_period: health.grace,
          interval: health.interval,
          timeout: health.timeout,
          method: "GET",
          path: health.path,
        },
      ],
    }),
  };
}

function memoryOf(megabytes: number): string {
  return megabytes % 1024 === 0 ? `${megabytes / 1024}gb` : `${megabytes}mb`;
}

function secretsComment({ secrets }: AppBlueprint, { stack }: Blueprint): string {
  const names = Object.keys(secrets);
  if (names.length === 0) return "";
  return [`Secrets, set by \`pulumi up --stack ${stack}\`:`, ...names.map((name) => `  ${name}`)]
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
