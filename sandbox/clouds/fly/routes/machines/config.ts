import { z } from "zod";
import { digest } from "../../../core/digest.ts";
import type { MachineConfig } from "../../entities.ts";
import { Refusal } from "../../errors.ts";
import { formatDuration, parseDuration } from "../../go-duration.ts";

const duration = z.union([z.string(), z.number()]);
const check = z.looseObject({
  port: z.number().optional(),
  interval: duration.optional(),
  timeout: duration.optional(),
  grace_period: duration.optional(),
});
const service = z.looseObject({
  protocol: z.string().optional(),
  internal_port: z.number().optional(),
  autostop: z.union([z.boolean(), z.enum(["off", "stop", "suspend"])]).optional(),
  checks: z.array(check).optional(),
});
const guest = z.looseObject({
  cpu_kind: z.enum(["shared", "performance"]),
  cpus: z.number().int().positive(),
  memory_mb: z.number().int(),
});

/** What is looked into; the rest of a config is kept as it came. */
export const machineConfig = z.looseObject({
  image: z.string().min(1),
  env: z.record(z.string(), z.string()).optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  guest: guest.optional(),
  services: z.array(service).optional(),
  checks: z.record(z.string(), check).optional(),
  mounts: z.array(z.looseObject({ volume: z.string().optional() })).optional(),
  stop_config: z.looseObject({ timeout: duration.optional() }).optional(),
});

type MachineOrder = z.infer<typeof machineConfig>;
type Check = z.infer<typeof check>;

const SECOND = 1e9;
/** Bounds per CPU in MB, of which every size is a multiple of 256 (fly.io/docs/machines/guides-examples/machine-sizing). */
const MEMORY = {
  shared: { least: 256, most: 2048 },
  performance: { least: 2048, most: 8192 },
} as const;

/** A config as the API reads it back: defaults filled in, durations as Go writes them, `autostop` as fly-go types it. */
export function normalizeConfig(config: MachineOrder): MachineConfig {
  const { services, checks, stop_config } = config;
  return {
    init: {},
    restart: {},
    ...config,
    guest: normalizeGuest(config.guest),
    ...(services && { services: services.map(normalizeService) }),
    ...(checks && { checks: Object.fromEntries(Object.entries(checks).map(([k, v]) => [k, normalizeCheck(v)])) }),
    ...(stop_config && { stop_config: { ...stop_config, ...canonical(stop_config, "timeout") } }),
  };
}

function normalizeGuest(guest: MachineOrder["guest"]) {
  const { cpu_kind, cpus, memory_mb, ...rest } = guest ?? { cpu_kind: "shared" as const, cpus: 1, memory_mb: 256 };
  const { least, most } = MEMORY[cpu_kind];
  const isInBounds = memory_mb >= least * cpus && memory_mb <= most * cpus && memory_mb % 256 === 0;
  if (!isInBounds) throw new Refusal(400, `invalid_argument: invalid config.guest.memory_mb ${memory_mb}`);
  return { cpu_kind, cpus, memory_mb, ...rest };
}

/** `autostop` reads back as booleans but for `suspend` (fly-go machine_types.go). */
function normalizeService({ autostop, checks, ...rest }: z.infer<typeof service>) {
  return {
    ...rest,
    ...(autostop !== undefined && {
      autostop: autostop === "suspend" ? autostop : autostop === "stop" || autostop === true,
    }),
    ...(checks && { checks: checks.map(normalizeCheck) }),
    force_instance_key: null,
  };
}

function normalizeCheck(check: Check): Check {
  if (nanoseconds(check.interval) < 2 * SECOND)
    throw new Refusal(400, "invalid_argument: check interval must be at least 2s");
  if (nanoseconds(check.timeout, 0) > 60 * SECOND)
    throw new Refusal(400, "invalid_argument: check timeout must be at most 1m0s");
  return { ...check, ...canonical(check, "interval", "timeout", "grace_period") };
}

function canonical(source: { [key: string]: unknown }, ...keys: string[]): Record<string, string> {
  const given = keys.filter((key) => source[key] !== undefined);
  return Object.fromEntries(given.map((key) => [key, formatDuration(nanoseconds(source[key]))]));
}

/** A JSON number is nanoseconds (fly-go duration.go). */
function nanoseconds(value: unknown, absent = Number.POSITIVE_INFINITY): number {
  if (value === undefined) return absent;
  const parsed = typeof value === "number" ? value : parseDuration(String(value));
  if (parsed === undefined) throw new Refusal(400, `invalid_argument: time: invalid duration "${value}"`);
  return parsed;
}

/** The parts of an image's name; Docker Hub when it names no registry. */
export function describeImage(image: string) {
  const [path = "", tag = "latest"] = image.split("@")[0]?.split(/:(?=[^/]+$)/) ?? [];
  const [first = "", ...rest] = path.split("/");
  const hasRegistry = rest.length > 0 && /[.:]/.test(first);
  return {
    registry: hasRegistry ? first : "docker-hub-mirror.fly.io",
    repository: hasRegistry ? rest.join("/") : path,
    tag,
    digest: `sha256:${digest(image)}`,
    labels: null,
  };
}

/** The checks of a config with what they find: a machine that runs passes them. */
export function describeChecks(config: MachineConfig, isRunning: boolean, updatedAt: string) {
  const named = Object.keys(config.checks ?? {});
  const ofServices = (config.services ?? []).flatMap(({ checks = [], internal_port }) =>
    checks.map((one) => `${one["type"] ?? "tcp"}-${one.port ?? internal_port}`),
  );
  const names = [...named, ...ofServices.map((name, i) => `servicecheck-${String(i).padStart(2, "0")}-${name}`)];
  return names.map((name) => ({
    name,
    status: isRunning ? "passing" : "critical",
    output: "",
    updated_at: updatedAt,
  }));
}
