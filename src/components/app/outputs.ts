import { concat, literal, type Template } from "../../config/template.ts";
import type { Path } from "../../problem/path.ts";
import { isWildcard } from "../../vendors/domain.ts";
import { flyHost, flyInternalHost } from "../../vendors/fly/app-name.ts";
import type { SystemGraph } from "../system.ts";
import { type Output, type Outputs, reportUnknown, type Thing, textOf } from "../thing.ts";
import { isPublic, servesHttp } from "./exposure.ts";
import type { AppConfig } from "./schema.ts";

/** What may be referred to of an app. All of it is known before the app exists, but its values may not be. */
export const appOutputs: Outputs<AppConfig> = {
  name: textOf("name"),
  host: (app, graph, _, from) => (isReachable(app) ? publicHost(app, graph) : reportPrivate("host", app, graph, from)),
  url: withScheme("url", { remote: "https", local: "http" }),
  websocket: withScheme("websocket", { remote: "wss", local: "ws" }),
  internal: internalHost,
  port: (app, graph, _, from) => portTemplate(app) ?? reportNoPort(app, graph, from),
  secrets: ownValue("secrets"),
  variables: ownValue("variables"),
};

/** Host name people use: the first domain that is one, else Fly's; on a developer's machine localhost and the port. */
export function publicHost(app: Thing<AppConfig>, graph: SystemGraph): Template | undefined {
  const { config, ownership, path } = app;
  if (!isReachable(app)) return undefined;
  if (ownership.in === "local") return literal(`localhost:${portOf(app)}`);
  for (const index of config.domains.keys()) {
    const domain = graph.text([...path, "domains", index]);
    if (domain === undefined) return undefined;
    if (!isWildcard(domain)) return literal(domain);
  }
  const name = graph.text([...path, "name"]);
  return name === undefined ? undefined : literal(flyHost(name));
}

export function publicUrl(app: Thing<AppConfig>, graph: SystemGraph, scheme?: string): Template | undefined {
  const host = answersHttp(app) ? publicHost(app, graph) : undefined;
  return host && concat(literal(`${scheme ?? (app.ownership.in === "local" ? "http" : "https")}://`), host);
}

/** On a developer's machine what has a port is reached there. */
function isReachable({ config, ownership }: Thing<AppConfig>): boolean {
  return ownership.in === "local" ? portOf({ config, ownership }) !== undefined : isPublic(config);
}

function answersHttp(app: Thing<AppConfig>): boolean {
  return app.ownership.in === "local" ? isReachable(app) : servesHttp(app.config);
}

function portOf({ config, ownership }: Pick<Thing<AppConfig>, "config" | "ownership">): number | undefined {
  return ownership.in === "local" ? (config.local?.port ?? config.port) : config.port;
}

function portTemplate(app: Thing<AppConfig>): Template | undefined {
  const port = portOf(app);
  return port === undefined ? undefined : literal(String(port));
}

function withScheme(output: string, scheme: { readonly remote: string; readonly local: string }): Output<AppConfig> {
  return (app, graph, _, from) =>
    answersHttp(app)
      ? publicUrl(app, graph, app.ownership.in === "local" ? scheme.local : scheme.remote)
      : reportPrivate(output, app, graph, from);
}

/** Where the organization's other apps reach it, without a public address (fly.io/docs/networking/private-networking). */
function internalHost(app: Thing<AppConfig>, graph: SystemGraph): Template | undefined {
  const port = portOf(app);
  const suffix = port === undefined ? "" : `:${port}`;
  if (app.ownership.in === "local") return literal(`localhost${suffix}`);
  const name = graph.text([...app.path, "name"]);
  return name === undefined ? undefined : literal(`${flyInternalHost(name)}${suffix}`);
}

function reportPrivate(
  output: string,
  { key, config, path }: Thing<AppConfig>,
  graph: SystemGraph,
  from: Path,
): undefined {
  if (isPortUnclear(path, graph)) return undefined;
  const serves = config.port !== undefined;
  graph.report("no-public-address", from, {
    what: `\${apps.${key}.${output}} does not exist: "${key}" ${isPublic(config) ? "does not serve HTTP" : "has no public address"}.`,
    fix: serves
      ? `write \${apps.${key}.internal} for an app of the same Fly organization, or give "${key}" an address`
      : `give "${key}" the "port" that it serves`,
  });
}

function reportNoPort({ key, path }: Thing<AppConfig>, graph: SystemGraph, from: Path): undefined {
  if (isPortUnclear(path, graph)) return undefined;
  graph.report("no-port", from, { what: `"${key}" has no port.`, fix: `give "${key}" the "port" that it serves` });
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

/** What was refused may not be called missing. */
export function isPortUnclear(path: Path, graph: SystemGraph): boolean {
  return ["port", "addresses", "services"].some(
    (field) => graph.isBroken([...path, field]) || graph.isDoubtful([...path, field]),
  );
}
