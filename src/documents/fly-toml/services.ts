import type { TomlTable } from "smol-toml";
import { isServiceCheck } from "../../components/app/check-schema.ts";
import type { PublicPort, ServiceConfig } from "../../components/app/service-schema.ts";
import type { AppBlueprint } from "../../components/blueprint.ts";
import { processesOf, serviceCheck } from "./checks.ts";

/** What Fly's proxy passes to the app: HTTP at its port, and its other ports. None where it has no public address. */
export function servicesOf(app: AppBlueprint): TomlTable {
  const services = Object.values(app.services).map((service) => serviceTable(service, app));
  return {
    ...(app.servesHttp && { http_service: httpService(app) }),
    ...(services.length > 0 && { services }),
  };
}

function httpService(app: AppBlueprint): TomlTable {
  const { port, health, concurrency, groups } = app;
  return {
    ...(port !== undefined && { internal_port: port }),
    force_https: true,
    ...sleepOf(app),
    ...processesOf(undefined, groups),
    ...concurrencyOf(concurrency),
    ...(health?.type === "http" && isServiceCheck(health) && { checks: [serviceCheck(health)] }),
  };
}

function serviceTable(service: ServiceConfig, app: AppBlueprint): TomlTable {
  const { protocol, port, ports, process, health, concurrency } = service;
  const hanging = health && isServiceCheck(health) ? health : undefined;
  return {
    ...{ protocol, internal_port: port },
    ...sleepOf(app),
    ...processesOf(process, app.groups),
    ports: ports.map(portTable),
    ...concurrencyOf(concurrency),
    ...(hanging && { [`${hanging.type}_checks`]: [serviceCheck(hanging)] }),
  };
}

function portTable({ from, to, handlers }: PublicPort): TomlTable {
  const at = from === to ? { port: from } : { start_port: from, end_port: to };
  return { ...at, ...(handlers.length > 0 && { handlers: [...handlers] }) };
}

/** Fly reads the minimum only while machines may be stopped, and counts the primary region alone. */
function sleepOf({ sleep, minimum }: AppBlueprint): TomlTable {
  return {
    auto_stop_machines: sleep,
    auto_start_machines: true,
    ...((sleep !== "off" || minimum !== undefined) && { min_machines_running: minimum ?? 0 }),
  };
}

function concurrencyOf(concurrency: AppBlueprint["concurrency"]): TomlTable {
  if (!concurrency) return {};
  const { type, soft, hard } = concurrency;
  return {
    concurrency: {
      type,
      ...(soft !== undefined && { soft_limit: soft }),
      ...(hard !== undefined && { hard_limit: hard }),
    },
  };
}
