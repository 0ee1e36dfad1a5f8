import { zoneOf } from "../../vendors/cloudflare/zone.ts";
import { bareDomain, isWildcard } from "../../vendors/domain.ts";
import { flyAppNameProblem } from "../../vendors/fly/app-name.ts";
import { flyVariableNameProblem } from "../../vendors/fly/variable-name.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import { serves } from "./exposure.ts";
import { checkFlyWords } from "./fly-limits.ts";
import { checkMachines } from "./machine-limits.ts";
import { isPortUnclear } from "./outputs.ts";
import type { AppConfig } from "./schema.ts";
import { checkServing } from "./serving-limits.ts";

/** What Fly would refuse of an app that this stack declares, and what no production app should do without. */
export function checkLimits(app: Thing<AppConfig>, graph: SystemGraph): void {
  const { config, path } = app;
  graph.accept([...path, "name"], graph.text([...path, "name"]), flyAppNameProblem);
  checkMachines(app, graph);
  checkServing(app, graph);
  checkFlyWords(app, graph);
  for (const kind of ["variables", "secrets"] as const) {
    for (const name of Object.keys(config[kind])) graph.accept([...path, kind, name], name, flyVariableNameProblem);
  }
  for (const name of Object.keys(config.variables).filter((name) => Object.hasOwn(config.secrets, name))) {
    graph.report("set-twice", [...path, "variables", name], {
      what: `"${name}" is a variable and a secret of the same app.`,
      why: "On Fly the secret wins (fly.io/docs/reference/configuration).",
      fix: "remove one of them",
    });
  }
  if (config.image !== undefined && config.paths) {
    graph.report("paths-of-image", [...path, "paths"], {
      what: `"${app.key}" is deployed from an image that is there already, and no commit tells what runs of it.`,
      fix: 'remove "paths": it is deployed each time',
    });
  }
  checkDomains(app, graph);
  if (graph.scope.tier === "production") checkProduction(app, graph);
}

function checkDomains({ key, config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  const zones = graph.scope.system.cloudflare?.zones ?? {};
  const domains = graph.texts([...path, "domains"]);
  checkZones(domains, [...path, "domains"], graph, { wildcards: true });
  if (!config.proxied || !domains.some((domain) => isDeep(domain, Object.keys(zones)))) return;
  graph.report("deep-proxied-domain", [...path, "proxied"], {
    what: `A domain of "${key}" lies two levels below its zone and would be proxied.`,
    why: "Cloudflare's free certificate covers the zone and one level below it (developers.cloudflare.com/ssl/edge-certificates/universal-ssl/limitations).",
    fix: 'write "proxied: false", or a name one level below the zone',
  });
}

/** DNS records are made in a zone of the system, and a certificate of Fly's alone may be for a wildcard. */
export function checkZones(
  domains: readonly string[],
  path: readonly (string | number)[],
  graph: SystemGraph,
  { wildcards = false }: { readonly wildcards?: boolean } = {},
): void {
  for (const domain of domains) {
    if (bareDomain(domain).includes("*") || (isWildcard(domain) && !wildcards)) {
      graph.report("wildcard-domain", path, {
        what: `"${domain}" is not a host name that can be had here.`,
        why: "A wildcard is a whole first label, *.shop.dev, and Fly alone gives certificates for one: Pages and R2 take single host names.",
        fix: wildcards ? 'write it like "*.shop.dev"' : "name each host",
      });
    }
    if (zoneOf(domain, graph.scope.system.cloudflare?.zones ?? {}) !== undefined) continue;
    graph.report("no-zone", path, {
      what: `"${domain}" is in no zone of this system.`,
      why: "The DNS records that the domain needs are made in its zone.",
      fix: 'add "cloudflare: { zones: { <domain>: <zone id> } }" to the system',
    });
  }
}

function isDeep(domain: string, zones: readonly string[]): boolean {
  const zone = zones.find((one) => domain.endsWith(`.${one}`));
  return zone !== undefined && domain.slice(0, -zone.length - 1).includes(".");
}

function checkProduction({ key, config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  if (!serves(config) && !isPortUnclear(path, graph)) return;
  if (config.health === undefined && !isChecked(config)) {
    graph.report("no-health-check", [...path, "health"], {
      what: `"${key}" runs in production without a health check.`,
      why: "Without one Fly's proxy keeps sending requests to a machine that no longer answers.",
      fix: 'write "health: /<path that answers 200>" in Pulumi.yaml, or "health: tcp"',
    });
  }
  if (config.sleep === "off" || (config.minimum ?? 0) > 0) return;
  graph.report("production-sleeps", [...path, "sleep"], {
    severity: "warning",
    what: `"${key}" sleeps in production.`,
    why: "The first request after a sleep waits for the machine to start, two to five seconds.",
    fix: 'write "sleep: off", or "minimum: 1"',
  });
}

/** Whether something beside `health` asks it. */
function isChecked({ checks, services }: AppConfig): boolean {
  return Object.keys(checks).length > 0 || Object.values(services).some(({ health }) => health !== undefined);
}
