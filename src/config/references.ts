import { didYouMean } from "../problem/did-you-mean.ts";
import { r2Endpoint } from "../vendors/cloudflare/bucket.ts";
import { pagesBranchAlias, pagesSlot } from "../vendors/cloudflare/pages.ts";
import { flyHost } from "../vendors/fly/app-name.ts";
import type { Home } from "./blueprint.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Tier } from "./schema/environment.ts";
import type { SystemConfig } from "./schema/system.ts";
import { concat, late, literal, type Text } from "./text.ts";

type Path = readonly (string | number)[];
type Noun = "apps" | "databases" | "buckets" | "sites";

/** What references of one environment can see. */
export interface Scope {
  readonly stack: string;
  readonly tier: Tier;
  readonly alias: string;
  readonly suffix: string;
  /** The system with this environment's overrides. */
  readonly system: SystemConfig;
}

/** Where a thing is, seen from one stack; `undefined` when this stack has nothing to do with it. */
export function homeOf(scope: Scope, noun: Noun, key: string): Home | undefined {
  if (scope.tier === "development" && (noun === "apps" || noun === "sites")) return { in: "local" };
  const shared = scope.system[noun][key]?.shared;
  if (shared) return shared.owner === scope.stack ? { in: "stack" } : { in: "owner", stack: shared.owner };
  return scope.tier === "shared" ? undefined : { in: "stack" };
}

/** The text that `${a.b.c}` stands for. Unknown references become findings with what was probably meant. */
export function lookUp(path: readonly string[], evaluation: Evaluation, at: Path): Text {
  const [root = "", ...rest] = path;
  const known: { [root: string]: (rest: readonly string[], evaluation: Evaluation, at: Path) => Text } = {
    environment: lookUpEnvironment,
    repository: lookUpRepository,
    secrets: lookUpSecret,
    storage: lookUpStorage,
    apps: lookUpApp,
    databases: lookUpDatabase,
    buckets: lookUpBucket,
    sites: lookUpSite,
  };
  const found = known[root];
  return found ? found(rest, evaluation, at) : unknown(evaluation, at, [root], root, Object.keys(known), rest);
}

function lookUpEnvironment([field = ""]: readonly string[], evaluation: Evaluation, at: Path): Text {
  const { stack, tier, alias, suffix } = evaluation.scope;
  const fields: { [field: string]: string } = { name: stack, alias, suffix, tier };
  const found = fields[field];
  return found === undefined
    ? unknown(evaluation, at, ["environment", field], field, Object.keys(fields))
    : literal(found);
}

function lookUpRepository([field = ""]: readonly string[], evaluation: Evaluation, at: Path): Text {
  const [owner = "", name = ""] = (evaluation.scope.system.repository ?? "").split("/");
  const found = { owner, name }[field];
  return found ? literal(found) : unknown(evaluation, at, ["repository", field], field, ["owner", "name"]);
}

function lookUpSecret([name = ""]: readonly string[], _evaluation: Evaluation, _at: Path): Text {
  return late({ of: "secret", key: name, output: "", secret: true });
}

function lookUpStorage([output = ""]: readonly string[], evaluation: Evaluation, at: Path): Text {
  const { cloudflare, buckets } = evaluation.scope.system;
  const jurisdiction = Object.values(buckets)[0]?.jurisdiction ?? "default";
  if (output === "endpoint" && cloudflare) return literal(r2Endpoint(cloudflare.account, jurisdiction));
  if (output === "accessKeyId" || output === "secretAccessKey") {
    return late({ of: "storage", key: "", output, secret: output === "secretAccessKey" });
  }
  return unknown(evaluation, at, ["storage", output], output, ["accessKeyId", "secretAccessKey", "endpoint"]);
}

function lookUpApp([key = "", field = "", ...more]: readonly string[], evaluation: Evaluation, at: Path): Text {
  const found = findNoun("apps", key, evaluation, at);
  if (!found) return literal("");
  const { home, config } = found;
  const host = () => appHost(key, evaluation);
  const scheme = (secure: string, local: string) => literal(home.in === "local" ? `${local}://` : `${secure}://`);
  switch (field) {
    case "name":
      return literal(evaluation.name(config.name, ["apps", key, "name"]));
    case "host":
      return host();
    case "url":
      return concat(scheme("https", "http"), host());
    case "websocket":
      return concat(scheme("wss", "ws"), host());
    case "port":
      return literal(String(home.in === "local" ? (config.local?.port ?? config.port) : config.port));
    case "secrets":
    case "variables": {
      const [name = ""] = more;
      const value = config[field][name];
      if (value === undefined) {
        return unknown(evaluation, at, ["apps", key, field, name], name, Object.keys(config[field]));
      }
      if (home.in === "owner") {
        return late({ of: "app", key, output: `${field}.${name}`, secret: field === "secrets", stack: home.stack });
      }
      return evaluation.value(value, ["apps", key, field, name]);
    }
    default:
      return unknown(evaluation, at, ["apps", key, field], field, [
        "name",
        "host",
        "url",
        "websocket",
        "port",
        "secrets",
        "variables",
      ]);
  }
}

/** Host name people use for an app: its first domain, else Fly's; on a developer's machine localhost and the port. */
export function appHost(key: string, evaluation: Evaluation): Text {
  const config = evaluation.scope.system.apps[key];
  if (!config) return literal("");
  if (homeOf(evaluation.scope, "apps", key)?.in === "local") {
    return literal(`localhost:${config.local?.port ?? config.port}`);
  }
  const [domain] = config.domains;
  if (domain !== undefined) return literal(evaluation.name(domain, ["apps", key, "domains", 0]));
  return literal(flyHost(evaluation.name(config.name, ["apps", key, "name"])));
}

function lookUpDatabase([key = "", field = ""]: readonly string[], evaluation: Evaluation, at: Path): Text {
  const found = findNoun("databases", key, evaluation, at);
  if (!found) return literal("");
  const { home, config } = found;
  const known: { [field: string]: () => string } = {
    name: () => evaluation.name(config.name, ["databases", key, "name"]),
    database: () => config.database ?? key,
    role: () => config.role ?? `${config.database ?? key}_owner`,
  };
  const text = known[field];
  if (text) return literal(text());
  const secret = { url: true, pooledUrl: true, password: true, host: false, pooledHost: false }[field];
  if (secret === undefined) {
    const fields = ["url", "pooledUrl", "password", "host", "pooledHost", ...Object.keys(known)];
    return unknown(evaluation, at, ["databases", key, field], field, fields);
  }
  const stack = home.in === "owner" ? { stack: home.stack } : {};
  return late({ of: "database", key, output: field, secret, ...stack });
}

function lookUpBucket([key = "", field = ""]: readonly string[], evaluation: Evaluation, at: Path): Text {
  const found = findNoun("buckets", key, evaluation, at);
  if (!found) return literal("");
  if (field === "name") return literal(evaluation.name(found.config.name, ["buckets", key, "name"]));
  return unknown(evaluation, at, ["buckets", key, field], field, ["name"]);
}

function lookUpSite([key = "", field = ""]: readonly string[], evaluation: Evaluation, at: Path): Text {
  const found = findNoun("sites", key, evaluation, at);
  if (!found) return literal("");
  const { home, config } = found;
  switch (field) {
    case "project":
      return literal(evaluation.name(config.project, ["sites", key, "project"]));
    case "branch":
      return literal(evaluation.name(config.branch, ["sites", key, "branch"]));
    case "host":
      return siteHost(key, evaluation);
    case "url":
      return concat(literal(home.in === "local" ? "http://" : "https://"), siteHost(key, evaluation));
    case "subdomain":
      return siteSubdomain(key, home);
    default:
      return unknown(evaluation, at, ["sites", key, field], field, ["project", "branch", "host", "url", "subdomain"]);
  }
}

/** Host name people use for a site: its first domain, else Cloudflare's; on a developer's machine localhost. */
export function siteHost(key: string, evaluation: Evaluation): Text {
  const config = evaluation.scope.system.sites[key];
  const home = homeOf(evaluation.scope, "sites", key);
  if (!config || !home) return literal("");
  if (home.in === "local") return literal(`localhost:${config.local?.port ?? 80}`);
  const [domain] = config.domains;
  if (domain !== undefined) return literal(evaluation.name(domain, ["sites", key, "domains", 0]));
  const subdomain = evaluation.text(`\${sites.${key}.subdomain}`, ["sites", key]);
  if (pagesSlot(config) === "production") return subdomain;
  const branch = evaluation.name(config.branch, ["sites", key, "branch"]);
  return concat(literal(`${pagesBranchAlias(branch)}.`), subdomain);
}

/**
 * Cloudflare's host of a Pages project is read from the project, not made from its name: it is
 * `<name>-<suffix>.pages.dev` when the name was taken in the world.
 */
function siteSubdomain(key: string, home: Home): Text {
  const stack = home.in === "owner" ? { stack: home.stack } : {};
  return late({ of: "site", key, output: "subdomain", secret: false, ...stack });
}

function findNoun<N extends Noun>(noun: N, key: string, evaluation: Evaluation, at: Path) {
  const { scope } = evaluation;
  const all = scope.system[noun] as { readonly [key: string]: SystemConfig[N][string] };
  const config = all[key];
  const home = homeOf(scope, noun, key);
  if (!config) {
    unknown(evaluation, at, [noun, key], key, Object.keys(all));
    return undefined;
  }
  if (!home) {
    evaluation.report(
      "not-here",
      at,
      `\${${noun}.${key}…} is not part of the stack "${scope.stack}", which holds only what it owns.`,
      `move the value to the stacks that have "${key}", or give "${key}" a "shared" owner`,
    );
    return undefined;
  }
  return { config, home };
}

function unknown(
  evaluation: Evaluation,
  at: Path,
  path: readonly string[],
  word: string,
  allowed: readonly string[],
  rest: readonly string[] = [],
): Text {
  const near = didYouMean(word, allowed);
  const meant = near === undefined ? undefined : [...path.slice(0, -1), near, ...rest].join(".");
  const list =
    allowed.length > 0 ? `known here: ${allowed.join(", ")}` : "there is nothing of that kind in this system";
  const fix = meant ? `did you mean \${${meant}}?` : list;
  evaluation.report(
    "unknown-reference",
    at,
    `\${${[...path, ...rest].filter(Boolean).join(".")}} does not exist.`,
    fix,
  );
  return literal("");
}
