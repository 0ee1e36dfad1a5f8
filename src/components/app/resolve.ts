import type { Ownership } from "../../config/scope.ts";
import { known, type Templates } from "../../config/template.ts";
import type { SystemGraph } from "../system.ts";
import { sound, type Thing, thingsOf, valuesAt } from "../thing.ts";
import { callsOf } from "./calls.ts";
import { checkLimits } from "./limits.ts";
import { appOutputs } from "./outputs.ts";
import type { AppConfig } from "./schema.ts";

export interface AppBlueprint
  extends Omit<AppConfig, "variables" | "secrets" | "buildArgs" | "domains" | "organization" | "regions" | "config"> {
  readonly key: string;
  readonly ownership: Ownership;
  readonly organization: string;
  /** Machines by region; the first is primary. */
  readonly regions: { readonly [region: string]: number };
  readonly domains: readonly string[];
  /** Path of its fly.toml. */
  readonly config: string;
  /** Host name people use, with the port when it is local. */
  readonly host: string;
  readonly url: string;
  readonly buildArgs: Templates;
  readonly variables: Templates;
  readonly secrets: Templates;
  /** Names of secrets that stay as Fly has them. */
  readonly kept: readonly string[];
  /** Keys of the apps that it calls. */
  readonly calls: readonly string[];
}

/** Evaluates everything of an app, and reports what is wrong with it. */
export function checkApp(app: Thing<AppConfig>, graph: SystemGraph): void {
  const { key, config, ownership, path } = app;
  const { fly } = graph.scope.system;
  if (ownership.in !== "local" && !fly && (config.organization === undefined || config.regions === undefined)) {
    graph.once(["fly"], "missing-value", {
      what: `"fly" is missing, and "apps.${key}" runs there.`,
      fix: 'add "fly: { organization, region }" to the system',
    });
  }
  if (ownership.in === "local" && config.local === undefined) {
    graph.report("missing-value", [...path, "local"], {
      what: `How "${key}" runs on a developer's machine is missing.`,
      fix: 'add "local: { port, command }" to it',
    });
  }
  resolveTexts(app, graph);
  if (ownership.in === "stack") checkLimits(app, graph);
}

/** The app, of which nothing was found wrong. */
export function resolveApp(app: Thing<AppConfig>, graph: SystemGraph): AppBlueprint {
  const { key, config, ownership } = app;
  const { fly } = graph.scope.system;
  const { name, url, host, organization, ...texts } = resolveTexts(app, graph);
  return {
    ...config,
    ...texts,
    key,
    ownership,
    name: sound(name, key),
    organization: organization ?? "",
    regions: config.regions ?? (fly ? { [fly.region]: 1 } : {}),
    host: sound(host, key),
    url: sound(url, key),
  };
}

/** Every template of an app. What is broken is `undefined`. */
function resolveTexts(app: Thing<AppConfig>, graph: SystemGraph) {
  const { config, ownership, path } = app;
  const text = (field: string) => graph.text([...path, field]);
  const output = (field: "host" | "url") => {
    const template = appOutputs[field]?.(app, graph, undefined, path);
    return template && known(template);
  };
  // What another stack owns is evaluated there: only the owner can know its values.
  const values = (field: "variables" | "secrets" | "buildArgs") =>
    ownership.in === "owner" ? {} : valuesAt([...path, field], graph);
  const dockerfile = config.dockerfile === undefined ? undefined : text("dockerfile");
  return {
    name: text("name"),
    organization: config.organization === undefined ? graph.text(["fly", "organization"]) : text("organization"),
    domains: graph.texts([...path, "domains"]),
    config: config.config === undefined ? defaultConfig(app, graph) : (text("config") ?? ""),
    ...(dockerfile !== undefined && { dockerfile }),
    host: output("host"),
    url: output("url"),
    variables: values("variables"),
    secrets: values("secrets"),
    kept: graph.keptAt([...path, "secrets"]),
    calls: callsOf(config),
    buildArgs: values("buildArgs"),
  };
}

/** One name for each of several apps that leave their path out: two fly.toml files cannot be one. */
function defaultConfig({ key }: Thing<AppConfig>, graph: SystemGraph): string {
  const { stack } = graph.scope;
  const unnamed = thingsOf("apps", graph).filter(({ config }) => config.config === undefined);
  return unnamed.length > 1 ? `fly.${key}.${stack}.toml` : `fly.${stack}.toml`;
}
