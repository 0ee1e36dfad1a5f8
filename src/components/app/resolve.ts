import type { Ownership } from "../../config/scope.ts";
import { known, type Templates } from "../../config/template.ts";
import type { SystemGraph } from "../system.ts";
import { sound, type Thing, thingsOf, valuesAt } from "../thing.ts";
import { callsOf } from "./calls.ts";
import { type Addresses, addressesOf, servesHttp } from "./exposure.ts";
import { groupsOf, type ProcessGroup } from "./groups.ts";
import { checkLimits } from "./limits.ts";
import { publicHost, publicUrl } from "./outputs.ts";
import type { AppConfig } from "./schema.ts";

type Resolved = "variables" | "secrets" | "buildArgs" | "domains" | "organization" | "config" | "addresses";
/** What each process group has of its own. */
type OfGroups = "processes" | "regions" | "machine" | "restart";

export interface AppBlueprint extends Omit<AppConfig, Resolved | OfGroups> {
  readonly key: string;
  readonly ownership: Ownership;
  readonly organization: string;
  /** The first one serves `port`, and its first region is the primary one. */
  readonly groups: readonly [ProcessGroup, ...ProcessGroup[]];
  readonly addresses: Addresses;
  /** Whether it answers HTTP at a public address. */
  readonly servesHttp: boolean;
  readonly domains: readonly string[];
  /** Path of its fly.toml. */
  readonly config: string;
  /** Host name people use, with the port when it is local. Absent: it has no public address. */
  readonly host?: string;
  /** Absent: it does not serve HTTP. */
  readonly url?: string;
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
  const { processes, regions, machine, restart, ...others } = config;
  const { name, organization, ...texts } = resolveTexts(app, graph);
  return {
    ...others,
    ...texts,
    key,
    ownership,
    name: sound(name, key),
    organization: organization ?? "",
    groups: groupsOf(config, fly?.region),
    addresses: addressesOf(config),
    servesHttp: servesHttp(config),
  };
}

/** Every template of an app. What is broken is `undefined`. */
function resolveTexts(app: Thing<AppConfig>, graph: SystemGraph) {
  const { key, config, ownership, path } = app;
  const text = (field: string) => graph.text([...path, field]);
  const host = publicHost(app, graph);
  const url = publicUrl(app, graph);
  // What another stack owns is evaluated there: only the owner can know its values.
  const values = (field: "variables" | "secrets" | "buildArgs") =>
    ownership.in === "owner" ? {} : valuesAt([...path, field], graph);
  const optional = (field: "dockerfile" | "image") => (config[field] === undefined ? undefined : text(field));
  const [dockerfile, image] = [optional("dockerfile"), optional("image")];
  return {
    name: text("name"),
    organization: config.organization === undefined ? graph.text(["fly", "organization"]) : text("organization"),
    domains: graph.texts([...path, "domains"]),
    config: config.config === undefined ? defaultConfig(app, graph) : (text("config") ?? ""),
    ...(dockerfile !== undefined && { dockerfile }),
    ...(image !== undefined && { image }),
    ...(host !== undefined && { host: sound(known(host), key) }),
    ...(url !== undefined && { url: sound(known(url), key) }),
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
