import { concat, literal, type Template } from "../../config/template.ts";
import { flyHost } from "../../vendors/fly/app-name.ts";
import type { SystemGraph } from "../system.ts";
import { type Output, type Outputs, reportUnknown, type Thing, textOf } from "../thing.ts";
import type { AppConfig } from "./schema.ts";

/** What may be referred to of an app. All of it is known before the app exists, but its values may not be. */
export const appOutputs: Outputs<AppConfig> = {
  name: textOf("name"),
  host: hostOf,
  url: withScheme("https", "http"),
  websocket: withScheme("wss", "ws"),
  port: (thing) => literal(String(portOf(thing))),
  secrets: ownValue("secrets"),
  variables: ownValue("variables"),
};

/** Host name people use: the first domain, else Fly's; on a developer's machine localhost and the port. */
function hostOf(thing: Thing<AppConfig>, graph: SystemGraph): Template | undefined {
  const { config, ownership, path } = thing;
  if (ownership.in === "local") return literal(`localhost:${portOf(thing)}`);
  if (config.domains.length > 0) {
    const domain = graph.text([...path, "domains", 0]);
    return domain === undefined ? undefined : literal(domain);
  }
  const name = graph.text([...path, "name"]);
  return name === undefined ? undefined : literal(flyHost(name));
}

function portOf({ config, ownership }: Thing<AppConfig>): number {
  return ownership.in === "local" ? (config.local?.port ?? config.port) : config.port;
}

function withScheme(secure: string, local: string): Output<AppConfig> {
  return (thing, graph) => {
    const host = hostOf(thing, graph);
    return host && concat(literal(`${thing.ownership.in === "local" ? local : secure}://`), host);
  };
}

/** A value of the app itself. What another stack owns is read from it: only the owner can know its values. */
function ownValue(field: "secrets" | "variables"): Output<AppConfig> {
  return ({ key, config, ownership, path }, graph, name = "", from) => {
    if (!Object.hasOwn(config[field], name)) {
      if (graph.isBroken([...path, field, name]) || graph.isDoubtful([...path, field])) return undefined;
      return reportUnknown(graph, from, ["apps", key, field, name], {
        word: name,
        allowed: Object.keys(config[field]),
      });
    }
    if (ownership.in !== "owner") return graph.template([...path, field, name]);
    const { stack } = ownership;
    return graph.use({ of: "app", key, output: `${field}.${name}`, secret: field === "secrets", stack });
  };
}
