import { at } from "../../config/merge.ts";
import { parseWith } from "../../config/schema/findings.ts";
import type { Path } from "../../problem/path.ts";
import { flyTomlSchema } from "../../vendors/fly/toml.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import type { AppConfig } from "./schema.ts";

/** Keys of fly.toml that have a field here which the rest of the program reads: names, cost, drift and scale come from it. */
const alwaysOurs: Readonly<Record<string, string>> = {
  app: "name",
  primary_region: "regions",
  env: "variables",
  processes: "processes",
  vm: "machine",
  "http_service.internal_port": "port",
  "http_service.processes": "processes",
  "http_service.auto_stop_machines": "sleep",
  "http_service.min_machines_running": "minimum",
  "build.image": "image",
};

/** Those that are free while the field is not used. */
const oursWhenUsed: Readonly<Record<string, keyof AppConfig>> = {
  kill_signal: "stop",
  kill_timeout: "stop",
  swap_size_mb: "swap",
  restart: "restart",
  services: "services",
  checks: "checks",
  mounts: "volumes",
  "http_service.concurrency": "concurrency",
  "http_service.checks": "health",
  "build.dockerfile": "dockerfile",
  "build.build-target": "target",
  "build.args": "buildArgs",
  "deploy.strategy": "strategy",
  "deploy.release_command": "release",
  "deploy.release_command_timeout": "releaseTimeout",
};

/** What the app says of fly.toml in Fly's own words: every key must be one of Fly's, and none may contradict a field. */
export function checkFlyWords({ config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  const start = [...path, "fly"];
  const parsed = parseWith(flyTomlSchema, config.fly);
  for (const problem of "problems" in parsed ? parsed.problems : []) {
    graph.report(problem.code, [...start, ...problem.path], problem.toJSON());
  }
  const used = (field: keyof AppConfig) => hasValue(config[field]);
  const taken = [...Object.entries(alwaysOurs), ...Object.entries(oursWhenUsed).filter(([, field]) => used(field))];
  for (const [key, field] of taken) {
    const place: Path = key.split(".");
    if (at(config.fly, place) === undefined) continue;
    graph.report("fly-has-a-field", [...start, ...place], {
      what: `"${key}" of fly.toml is what "${field}" says.`,
      why: "Cost, drift, scaling and the other documents read the field.",
      fix: `say it under "${field}" of this app`,
    });
  }
}

function hasValue(value: unknown): boolean {
  if (value === undefined) return false;
  return typeof value !== "object" || value === null || Object.keys(value).length > 0;
}
