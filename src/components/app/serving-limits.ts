import type { Path } from "../../problem/path.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import type { Check } from "./check-schema.ts";
import { addressesOf, isPublic, serves, servesHttp } from "./exposure.ts";
import { isPortUnclear } from "./outputs.ts";
import type { AppConfig } from "./schema.ts";
import type { PublicPort, ServiceConfig } from "./service-schema.ts";

/** What is said of HTTP, addresses and ports, and cannot be true of this app. */
export function checkServing(app: Thing<AppConfig>, graph: SystemGraph): void {
  const { config, path } = app;
  const { services, health, checks } = config;
  if (isPortUnclear(path, graph)) return;
  if (!serves(config)) checkWorker(app, graph);
  else if (!servesHttp(config)) checkWithoutHttp(app, graph);
  for (const [key, service] of Object.entries(services)) checkService(service, [...path, "services", key], app, graph);
  if (health) checkHasPort(health, [...path, "health"], app, graph);
  for (const [name, check] of Object.entries(checks)) checkHasPort(check, [...path, "checks", name], app, graph);
}

/** Words that say how requests are passed to an app, and one to which none are. */
function checkWorker({ key, config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  const { sleep, minimum, concurrency, domains, smoke, proxied, addresses } = config;
  const said = {
    ...{ sleep: sleep !== "off", minimum: minimum !== undefined, concurrency: concurrency !== undefined },
    ...{ domains: domains.length > 0, smoke: smoke.length > 0, proxied },
    addresses: addresses !== undefined && isPublic(config),
  };
  for (const [field] of Object.entries(said).filter(([, is]) => is)) {
    graph.report("serves-nothing", [...path, field], {
      what: `"${key}" has "${field}" and serves nothing.`,
      why: "An app without a port is a worker: Fly's proxy passes nothing to it, and starts and stops none of its machines.",
      fix: `add the "port" that it serves, or remove "${field}"`,
    });
  }
}

function checkWithoutHttp({ key, config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  const { smoke, domains, proxied } = config;
  const said = { smoke: smoke.length > 0, proxied, domains: domains.length > 0 && !isPublic(config) };
  for (const [field] of Object.entries(said).filter(([, is]) => is)) {
    graph.report("serves-no-http", [...path, field], {
      what: `"${key}" has "${field}" and does not serve HTTP to the public.`,
      why: isPublic(config) ? 'Its "services" are passed on as they are.' : "It has no public address.",
      fix: isPublic(config)
        ? `add the "port" on which it serves HTTP, or remove it`
        : `give it an address under "addresses", or remove it`,
    });
  }
}

/** Shared IPv4 tells apps apart by the host name in a request (flyctl internal/appconfig, DetermineIPType). */
function checkService({ protocol, ports }: ServiceConfig, path: Path, app: Thing<AppConfig>, graph: SystemGraph): void {
  const { v4, v6 } = addressesOf(app.config);
  if (protocol === "udp" && v4 !== "dedicated") {
    graph.report("needs-dedicated-address", [...path, "protocol"], {
      what: "UDP reaches an app at a dedicated IPv4 address only.",
      why: "Fly passes no UDP to shared or IPv6 addresses (fly.io/docs/networking/udp-and-tcp).",
      fix: `write "addresses: { v4: dedicated }" for "${app.key}"; it costs about 2 USD a month`,
    });
  }
  if (protocol === "udp" && ports.some(({ handlers }) => handlers.length > 0)) {
    graph.report("udp-handlers", [...path, "ports"], {
      what: "A handler cannot read UDP.",
      why: "Handlers end TLS or read HTTP, and both are TCP.",
      fix: 'remove the "handlers"',
    });
  }
  if (protocol === "tcp" && v4 === "shared" && !ports.every(isWeb)) {
    graph.report("needs-dedicated-address", [...path, "ports"], {
      what: "Ports beside 80 and 443 for HTTP do not work at a shared IPv4 address.",
      why: "There Fly tells apps apart by the host name of an HTTP request or a TLS handshake.",
      fix: v6
        ? `write "addresses: { v4: dedicated }" for "${app.key}" (about 2 USD a month), or "v4: none" where IPv6 does`
        : `write "addresses: { v4: dedicated }" for "${app.key}"; it costs about 2 USD a month`,
    });
  }
}

function isWeb({ from, to, handlers }: PublicPort): boolean {
  if (from !== to) return false;
  return from === 80
    ? handlers.join() === "http"
    : from === 443 && handlers.includes("tls") && handlers.includes("http");
}

function checkHasPort(check: Check, path: Path, { key, config }: Thing<AppConfig>, graph: SystemGraph): void {
  if (check.type === "command" || check.port !== undefined || config.port !== undefined) return;
  graph.report("check-without-port", path, {
    what: `This check asks a port, and "${key}" has none.`,
    fix: 'add the "port" that it serves, or check a command: "{ command: … }"',
  });
}
