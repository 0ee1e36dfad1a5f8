import {
  FLY_MACHINE_PRESETS,
  FLY_REGIONS,
  FLY_RETIRED_REGIONS,
  flyAppNameProblem,
  flyMemoryProblem,
  flySecretNameProblem,
} from "../../clouds/fly/limits.ts";
import { zoneOf } from "../../config/hosts.ts";
import { didYouMean } from "../../config/schema/findings.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import type { AppConfig } from "./schema.ts";

/** What Fly would refuse of an app that this stack declares, and what no production app should do without. */
export function checkLimits(app: Thing<AppConfig>, graph: SystemGraph): void {
  checkName(app, graph);
  checkRegions(app, graph);
  checkMachine(app, graph);
  checkVariables(app, graph);
  checkDomains(app, graph);
  if (graph.scope.tier === "production") checkProduction(app, graph);
}

function checkName({ path }: Thing<AppConfig>, graph: SystemGraph): void {
  const name = graph.text([...path, "name"]);
  const problem = name === undefined ? undefined : flyAppNameProblem(name);
  if (!problem) return;
  graph.report("fly-app-name", [...path, "name"], {
    what: `"${name}" is not a name Fly accepts.`,
    why: problem.reason,
    fix: problem.fix,
  });
}

function checkRegions({ config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  const region = graph.scope.system.fly?.region;
  const all = config.regions
    ? Object.keys(config.regions).map((one) => ({ region: one, at: [...path, "regions", one] }))
    : [{ region, at: ["fly", "region"] }];
  for (const { region, at } of all) {
    if (region === undefined || FLY_REGIONS.includes(region)) continue;
    const retired = FLY_RETIRED_REGIONS[region];
    const near = retired ?? didYouMean(region, FLY_REGIONS);
    // Several apps in one wrong default region are one mistake.
    graph.once(at, "fly-region", {
      what: `"${region}" is ${retired ? "a region Fly has closed" : "not a region of Fly"}.`,
      why: "fly.io/docs/reference/regions, August 2026.",
      fix: near ? `write "${near}"` : `write one of ${FLY_REGIONS.join(", ")}`,
    });
  }
}

function checkMachine({ config: { machine }, path }: Thing<AppConfig>, graph: SystemGraph): void {
  const { size, memory } = machine;
  const sizes = Object.keys(FLY_MACHINE_PRESETS);
  if (!sizes.includes(size)) {
    const near = didYouMean(size, sizes);
    const fix = near ? `did you mean "${near}"?` : `write one of ${sizes.join(", ")}`;
    graph.report("fly-machine-size", [...path, "machine", "size"], {
      what: `"${size}" is not a machine size of Fly.`,
      fix,
    });
    return;
  }
  const problem = memory === undefined ? undefined : flyMemoryProblem(size, memory);
  if (!problem) return;
  graph.report("fly-memory", [...path, "machine", "memory"], {
    what: `${memory} MB does not go with ${size}.`,
    why: problem.reason,
    fix: problem.fix,
  });
}

function checkVariables({ config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  for (const kind of ["variables", "secrets"] as const) {
    for (const name of Object.keys(config[kind])) {
      const problem = flySecretNameProblem(name);
      if (!problem) continue;
      const what = `"${name}" is not a name Fly accepts.`;
      graph.report("fly-variable-name", [...path, kind, name], { what, why: problem.reason, fix: problem.fix });
    }
  }
  for (const name of Object.keys(config.variables).filter((name) => Object.hasOwn(config.secrets, name))) {
    graph.report("set-twice", [...path, "variables", name], {
      what: `"${name}" is a variable and a secret of the same app.`,
      why: "On Fly the secret wins (fly.io/docs/reference/configuration).",
      fix: "remove one of them",
    });
  }
}

function checkDomains({ key, config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  const zones = graph.scope.system.cloudflare?.zones ?? {};
  const domains = config.domains.flatMap((_, i) => graph.text([...path, "domains", i]) ?? []);
  checkZones(domains, [...path, "domains"], graph);
  if (!config.proxied || !domains.some((domain) => isDeep(domain, Object.keys(zones)))) return;
  graph.report("deep-proxied-domain", [...path, "proxied"], {
    what: `A domain of "${key}" lies two levels below its zone and would be proxied.`,
    why: "Cloudflare's free certificate covers the zone and one level below it (developers.cloudflare.com/ssl/edge-certificates/universal-ssl/limitations).",
    fix: 'write "proxied: false", or a name one level below the zone',
  });
}

/** DNS records are made in a zone of the system. */
export function checkZones(domains: readonly string[], path: readonly (string | number)[], graph: SystemGraph): void {
  for (const domain of domains) {
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
  if (config.health === undefined) {
    graph.report("no-health-check", [...path, "health"], {
      what: `"${key}" runs in production without a health check.`,
      why: "Without one Fly's proxy keeps sending requests to a machine that no longer answers.",
      fix: 'write "health: /<path that answers 200>" in Pulumi.yaml',
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
