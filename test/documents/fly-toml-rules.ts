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

const check = tableOf(
  {
    grace_period: duration(0, 3600),
    interval: duration(2, 3600),
    timeout: duration(0.001, 60),
    method: oneOf("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"),
    path: text,
    protocol: oneOf("http", "https"),
  },
  ["interval", "timeout", "path"],
);

const service = tableOf(
  {
    internal_port: whole,
    force_https: flag,
    auto_stop_machines: oneOf("off", "stop", "suspend"),
    auto_start_machines: flag,
    min_machines_running: whole,
    concurrency: tableOf({ type: oneOf("connections", "requests"), soft_limit: whole, hard_limit: whole }, ["type"]),
    checks: listOf(check),
  },
  ["internal_port"],
);

const root = {
  rules: {
    app: (path: string, value: unknown) =>
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(String(value)) ? [] : [`${path}: not an app name`],
    primary_region: (path: string, value: unknown) => (/^[a-z]{3}$/.test(String(value)) ? [] : [`${path}: no region`]),
    build: tableOf({ dockerfile: text, args: mapOf(/^[A-Za-z_][A-Za-z0-9_]*$/, text) }),
    deploy: tableOf({ release_command: text, release_command_timeout: duration(1, 3600) }),
    env: mapOf(/^(?!FLY_)[A-Za-z_][A-Za-z0-9_]*$/, (path, value) =>
      typeof value === "string" ? [] : [`${path}: not text`],
    ),
    http_service: service,
    vm: listOf(tableOf({ size: oneOf(...presets), memory: memory }, ["size"])),
  } satisfies { [key: string]: Rule },
  required: ["app", "primary_region", "http_service", "vm"],
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
