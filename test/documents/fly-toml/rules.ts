/**
 * flyctl's own rules for fly.toml (fly.io/docs/reference/configuration, flyctl internal/appconfig), written down apart from
 * the code that renders it. Answers every breach as `path: what`.
 */
export function breachesOf(config: Table): string[] {
  return checkTable("", config, root);
}

export type Table = { readonly [key: string]: unknown };
type Rule = (path: string, value: unknown) => string[];

const text: Rule = (path, value) => (typeof value === "string" && value !== "" ? [] : [`${path}: not text`]);
const flag: Rule = (path, value) => (typeof value === "boolean" ? [] : [`${path}: not true or false`]);
const whole: Rule = (path, value) => (Number.isInteger(value) && Number(value) >= 0 ? [] : [`${path}: not a number`]);
/** A count of machines, or a part of all. */
const fraction: Rule = (path, value) =>
  typeof value === "number" && value > 0 && (value < 1 || Number.isInteger(value)) ? [] : [`${path}: not a part`];
const oneOf =
  (...values: readonly string[]): Rule =>
  (path, value) =>
    values.includes(String(value)) ? [] : [`${path}: not one of ${values.join(", ")}`];
const listOf =
  (rule: Rule): Rule =>
  (path, value) =>
    Array.isArray(value) ? value.flatMap((one, index) => rule(`${path}[${index}]`, one)) : [`${path}: not a list`];
const tableOf =
  (rules: { readonly [key: string]: Rule }, required: readonly string[] = []): Rule =>
  (path, value) =>
    isTable(value) ? checkTable(path, value, { rules, required }) : [`${path}: not a table`];
const mapOf =
  (name: RegExp, rule: Rule): Rule =>
  (path, value) =>
    isTable(value)
      ? Object.entries(value).flatMap(([key, one]) =>
          name.test(key) ? rule(`${path}.${key}`, one) : [`${path}.${key}: not a name Fly takes`],
        )
      : [`${path}: not a table`];

/** A Go duration within bounds, in seconds. */
const duration =
  (least: number, most: number): Rule =>
  (path, value) => {
    const found = /^(\d+)(ms|s|m|h)$/.exec(String(value));
    if (!found) return [`${path}: not a duration`];
    const seconds = Number(found[1]) * { ms: 0.001, s: 1, m: 60, h: 3600 }[found[2] as "ms" | "s" | "m" | "h"];
    return seconds < least || seconds > most ? [`${path}: not between ${least}s and ${most}s`] : [];
  };

const presets = [
  ...[1, 2, 4, 6, 8].map((cpus) => `shared-cpu-${cpus}x`),
  ...[1, 2, 4, 6, 8, 10, 12, 14, 16].map((cpus) => `performance-${cpus}x`),
];

const times = { grace_period: duration(0, 3600), interval: duration(2, 3600), timeout: duration(0.001, 60) };
const http = {
  method: oneOf("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"),
  path: text,
  protocol: oneOf("http", "https"),
  headers: mapOf(/^[\w-]+$/, text),
};
const check = tableOf({ ...times, ...http }, ["interval", "timeout", "path"]);
const tcpCheck = tableOf(times, ["interval", "timeout"]);
const ownCheck = tableOf({ ...times, ...http, type: oneOf("http", "tcp"), port: whole, processes: listOf(text) }, [
  "type",
]);
const signals = ["INT", "TERM", "QUIT", "USR1", "USR2", "KILL", "STOP"].map((name) => `SIG${name}`);
const ports = listOf(
  tableOf({
    port: whole,
    start_port: whole,
    end_port: whole,
    handlers: listOf(oneOf("http", "tls", "pg_tls", "proxy_proto")),
  }),
);
const concurrency = tableOf({ type: oneOf("connections", "requests"), soft_limit: whole, hard_limit: whole }, ["type"]);

const service = tableOf(
  {
    internal_port: whole,
    force_https: flag,
    auto_stop_machines: oneOf("off", "stop", "suspend"),
    auto_start_machines: flag,
    min_machines_running: whole,
    processes: listOf(text),
    concurrency,
    checks: listOf(check),
    http_options: tableOf({ idle_timeout: whole }),
  },
  ["internal_port"],
);

const otherService = tableOf(
  {
    ...{ protocol: oneOf("tcp", "udp"), internal_port: whole, ports, concurrency, processes: listOf(text) },
    ...{ auto_stop_machines: oneOf("off", "stop", "suspend"), auto_start_machines: flag, min_machines_running: whole },
    ...{ tcp_checks: listOf(tcpCheck), http_checks: listOf(check) },
  },
  ["protocol", "internal_port", "ports"],
);

const root = {
  rules: {
    app: (path: string, value: unknown) =>
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(String(value)) ? [] : [`${path}: not an app name`],
    primary_region: (path: string, value: unknown) => (/^[a-z]{3}$/.test(String(value)) ? [] : [`${path}: no region`]),
    ...{ kill_signal: oneOf(...signals), kill_timeout: duration(1, 300), swap_size_mb: whole, console_command: text },
    build: tableOf({
      dockerfile: text,
      image: text,
      "build-target": text,
      args: mapOf(/^[A-Za-z_][A-Za-z0-9_]*$/, text),
    }),
    deploy: tableOf({
      ...{ release_command: text, release_command_timeout: duration(1, 3600) },
      ...{
        strategy: oneOf("rolling", "immediate", "canary", "bluegreen"),
        release_command_vm: tableOf({ size: oneOf(...presets), memory }),
        ...{ wait_timeout: duration(1, 3600), max_unavailable: fraction },
      },
    }),
    processes: mapOf(/^[a-z][a-z0-9_-]*$/, text),
    services: listOf(otherService),
    checks: mapOf(/^[\w-]+$/, ownCheck),
    machine_checks: listOf(tableOf({ command: listOf(text) }, ["command"])),
    mounts: listOf(
      tableOf(
        {
          ...{ source: text, destination: text, initial_size: text, processes: listOf(text) },
          ...{ snapshot_retention: whole, scheduled_snapshots: flag },
        },
        ["source", "destination"],
      ),
    ),
    restart: listOf(
      tableOf({ policy: oneOf("always", "never", "on-failure"), retries: whole, processes: listOf(text) }, ["policy"]),
    ),
    statics: listOf(tableOf({ guest_path: text, url_prefix: text }, ["guest_path", "url_prefix"])),
    metrics: listOf(tableOf({ port: whole, path: text }, ["port", "path"])),
    experimental: tableOf({
      ...{ auto_rollback: flag, enable_consul: flag, enable_etcd: flag, lazy_load_images: flag },
      ...{ cmd: listOf(text), entrypoint: listOf(text), exec: listOf(text) },
    }),
    env: mapOf(/^(?!FLY_)[A-Za-z_][A-Za-z0-9_]*$/, (path, value) =>
      typeof value === "string" ? [] : [`${path}: not text`],
    ),
    http_service: service,
    vm: listOf(tableOf({ size: oneOf(...presets), memory: memory, processes: listOf(text) }, ["size"])),
  } satisfies { [key: string]: Rule },
  required: ["app", "primary_region", "vm"],
};

function memory(path: string, value: unknown): string[] {
  return /^\d+(mb|gb)$/.test(String(value)) ? [] : [`${path}: not an amount of memory`];
}

function checkTable(
  path: string,
  table: Table,
  { rules, required }: { rules: { readonly [key: string]: Rule }; required: readonly string[] },
): string[] {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  return [
    ...required.filter((key) => table[key] === undefined).map((key) => `${at(key)}: missing`),
    ...Object.entries(table).flatMap(([key, value]) => rules[key]?.(at(key), value) ?? [`${at(key)}: unknown key`]),
  ];
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
