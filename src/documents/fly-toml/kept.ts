import { parse, TomlError } from "smol-toml";
import type { AppBlueprint, Blueprint } from "../../components/blueprint.ts";
import { at } from "../../config/merge.ts";
import { known, without } from "../../config/template.ts";
import { type Path, renderPath } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";
import { deployedApps } from "../deployed-apps.ts";
import { withDocuments } from "../documented.ts";
import { pullNames } from "../workflows/review-values.ts";

/** A fly.toml that people write, and what it must say for what is declared to be true. */
export interface KeptToml {
  /** From the repository's root. */
  readonly path: string;
  readonly stack: string;
  readonly app: string;
  readonly expected: readonly { readonly at: Path; readonly value: string | number; readonly field: string }[];
}

/** The files with `toml: kept`, of all stacks. */
export function keptTomls(blueprints: ReadonlyMap<string, Blueprint>): KeptToml[] {
  return [...withDocuments(blueprints).values()].flatMap((blueprint) =>
    deployedApps(blueprint)
      .filter(({ toml }) => toml === "kept")
      .map((app) => ({
        path: app.config,
        stack: blueprint.stack,
        app: app.key,
        expected: expectationsOf(app, blueprint),
      })),
  );
}

/** Of a template, without what is said of each pull request when it is deployed. */
function expectationsOf(app: AppBlueprint, blueprint: Blueprint): KeptToml["expected"] {
  const { name, groups, port, servesHttp } = app;
  const variables = without(app.variables, pullNames(app, blueprint).variables);
  const [primary] = Object.keys(groups[0].regions);
  const env = Object.entries(variables).flatMap(([variable, template]) => {
    const value = known(template);
    return value === undefined ? [] : [{ at: ["env", variable], value, field: `variables.${variable}` }];
  });
  return [
    ...(blueprint.template ? [] : [{ at: ["app"], value: name, field: "name" }]),
    ...(primary === undefined ? [] : [{ at: ["primary_region"], value: primary, field: "regions" }]),
    ...(servesHttp && port !== undefined
      ? [{ at: ["http_service", "internal_port"], value: port, field: "port" }]
      : []),
    ...env,
  ];
}

/** What a kept file says otherwise. `text`: the file, or nothing where there is none. */
export function compareKept({ path, stack, app, expected }: KeptToml, text: string | undefined): Problem[] {
  const where = { file: path, path: [] };
  const fix = `write it, or take "toml: kept" away from apps.${app} of ${stack} to have it written`;
  if (text === undefined)
    return [new Problem({ code: "kept-missing", where, what: "This file is kept by people, and is not there.", fix })];
  const content = read(text);
  if (typeof content === "string") {
    return [new Problem({ code: "kept-unreadable", where, what: `This file is not TOML: ${content}`, fix: "mend it" })];
  }
  return expected.flatMap((one) => {
    const found = at(content, one.at) ?? (one.field === "port" ? servicePort(content, one.value) : undefined);
    if (found === one.value) return [];
    const what = `${renderPath(one.at)} is ${found === undefined ? "missing" : JSON.stringify(found)}, and apps.${app}.${one.field} of ${stack} says ${JSON.stringify(one.value)}.`;
    return [
      new Problem({
        code: "kept-differs",
        where: { file: path, path: one.at },
        what,
        fix: "make the two say the same",
      }),
    ];
  });
}

/** A file may describe HTTP by `[[services]]`, as flyctl once wrote it. */
function servicePort(content: unknown, port: unknown): unknown {
  const services = at(content, ["services"]);
  const ports = Array.isArray(services) ? services.map((service) => at(service, ["internal_port"])) : [];
  return ports.includes(port) ? port : ports[0];
}

function read(text: string): object | string {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) return error.message.split("\n")[0] ?? "";
    throw error;
  }
}
