import { at, isObject } from "../config/merge.ts";
import type { Tier } from "../config/schema/environment.ts";
import type { Deferred, Template } from "../config/template.ts";
import type { Path } from "../problem/path.ts";
import { renderPath } from "../problem/path.ts";
import { Problem } from "../problem/problem.ts";
import { keptName } from "../vendors/same-name.ts";
import type { SystemGraph } from "./system.ts";
import { thingsOf } from "./thing.ts";

/** A stateful service that a value of one environment leads to, by its host: who is on one host shares its data. */
export interface Reach {
  readonly stack: string;
  readonly tier: Tier;
  readonly path: Path;
  readonly host: string;
  /** Somebody said why several environments have this value. */
  readonly explained: boolean;
}

/** Schemes of services that keep data. */
const schemes =
  /^(?:jdbc:)?(?:postgres|postgresql|mysql|mysqlx|mariadb|mongodb|redis|rediss|valkey|valkeys|amqp|amqps|libsql|clickhouse|cockroachdb|mssql|sqlserver|couchdb|cassandra|elasticsearch|nats)(?:\+[\w-]+)?:\/\/([^/?#]*)/i;
/** Stands for what is not known: a host that holds it cannot be compared. */
const HOLE = "\0";

/** Hosts of stateful services in a text: of a URL, of libpq's `host=…`, and Neon's, wherever they stand. */
export function hostsIn(text: string): string[] {
  const authority = schemes.exec(text.trim())?.[1];
  const listed = authority?.slice(authority.lastIndexOf("@") + 1).split(",") ?? [];
  const named = /(?:^|\s)dbname=/.test(text)
    ? [...text.matchAll(/(?:^|\s)host=([^\s]+)/g)].map(([, host = ""]) => host)
    : [];
  const neon = text.match(/\bep-[\w-]+\.[\w.-]*neon\.tech\b/gi) ?? [];
  const hosts = [...listed, ...named, ...neon].map(endpointOf).filter(isShared);
  return [...new Set(hosts)];
}

/** Without its port; Neon's pooler and its compute are one endpoint (neon.com/docs/connect/connection-pooling). */
export function endpointOf(address: string): string {
  const host = keptName("cloudflare", "host")(address.replace(/:\d+$/, ""));
  return host.endsWith(".neon.tech") ? keptName("neon", "host")(host) : host;
}

/**
 * A host of one machine or one compose network differs in each environment. What is not a host name is not shown: it may be
 * a part of a password that nobody has percent-encoded.
 */
function isShared(host: string): boolean {
  if (host === "[::1]" || /^127\./.test(host)) return false;
  return /^(?:[a-z\d_-]+\.)+[a-z\d-]+$/i.test(host) || /^\[[\da-f:.]+\]$/i.test(host);
}

/** A value that may lead to such a service: what somebody has set decides on where some lead. */
export interface Lead extends Omit<Reach, "host"> {
  readonly template: Template;
}

/** Values that a person has set, by name; none where they are encrypted. */
export type Secrets = { readonly [name: string]: string };

/** The hosts that a template leads to, as far as its parts are known. */
function hostsOf(template: Template, secrets: Secrets): string[] {
  const known = (part: Deferred) => (part.of === "secret" ? secrets[part.key] : undefined) ?? HOLE;
  return hostsIn(template.parts.map((part) => (typeof part === "string" ? part : known(part))).join(""));
}

/** What the values of an environment lead to, as far as it is written in the config, or known of what a person has set. */
export function reachesOf(leads: readonly Lead[], secrets: Secrets = {}): Reach[] {
  return leads.flatMap(({ template, ...lead }) => hostsOf(template, secrets).map((host) => ({ ...lead, host })));
}

/** The values of an environment that lead somewhere, or would with something that a person sets. */
export function leadsOf(graph: SystemGraph): Lead[] {
  const { stack, tier, system } = graph.scope;
  const values = (path: Path) =>
    Object.keys((at(system, path) as object | undefined) ?? {}).map((name) => [...path, name]);
  const things = [...thingsOf("apps", graph), ...thingsOf("sites", graph)].filter(
    ({ ownership }) => ownership.in !== "owner",
  );
  const slots = thingsOf("sites", graph).filter(({ ownership }) => ownership.in === "owner" && tier !== "shared");
  const paths = [
    ...[...things, ...slots].flatMap(({ path }) => [
      ...values([...path, "secrets"]),
      ...values([...path, "variables"]),
    ]),
    ...(tier === "shared" ? [] : [...values(["pipeline", "secrets"]), ...values(["pipeline", "variables"])]),
  ];
  return paths.flatMap((path) => {
    const template = graph.template(path);
    const value = at(system, path);
    const explained = isObject(value) && "shared" in value;
    return template && mayLead(template) ? [{ stack, tier, path, template, explained }] : [];
  });
}

function mayLead(template: Template): boolean {
  return (
    template.parts.some((part) => typeof part !== "string" && part.of === "secret") || hostsOf(template, {}).length > 0
  );
}

type Found = { readonly stack: string; readonly problem: Problem };

/** Values of several environments that lead to one host, each pair once: at the later one, and never at production's. */
export function checkReaches(reaches: readonly Reach[]): Found[] {
  const isTold = (reach: Reach, other: Reach) =>
    reach.tier !== "production" && (other.tier === "production" || reaches.indexOf(other) < reaches.indexOf(reach));
  return reaches.flatMap((reach) => {
    const [other] = sharersOf(reach, reaches).filter((one) => isTold(reach, one));
    return other ? [{ stack: reach.stack, problem: oneHost(reach, other) }] : [];
  });
}

/** The same for the values of one stack, against what other stacks have said of theirs. */
export function checkAgainst(mine: readonly Reach[], others: readonly Reach[]): Problem[] {
  return mine.flatMap((reach) =>
    sharersOf(reach, others)
      .slice(0, 1)
      .map((other) => oneHost(reach, other)),
  );
}

/** Who is on the host of a value without a reason that holds: nothing explains production's. */
function sharersOf(reach: Reach, all: readonly Reach[]): Reach[] {
  const isExplained = (other: Reach) =>
    reach.explained && other.explained && reach.tier !== "production" && other.tier !== "production";
  return all.filter((other) => other.host === reach.host && other.stack !== reach.stack && !isExplained(other));
}

function oneHost(reach: Reach, other: Reach): Problem {
  const reason =
    other.tier === "production" || reach.tier === "production"
      ? ""
      : ', or say why it is one: "{ value: …, shared: <why> }" in Pulumi.yaml';
  return new Problem({
    code: "one-database",
    where: { path: reach.path },
    what: `This leads to ${reach.host}, as does ${renderPath(other.path)} of "${other.stack}".`,
    why: "A test in one environment must never be able to change another's data.",
    fix: `give each environment a database of its own${reason}`,
  });
}
