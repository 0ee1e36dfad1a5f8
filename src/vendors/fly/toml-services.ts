import { z } from "zod";

const texts = z.array(z.string());
/** A Go duration such as `30s`, or milliseconds. */
const duration = z.union([z.string(), z.number()]);
const port = z.int().min(1).max(65535);

const times = { interval: duration, timeout: duration, grace_period: duration };

const http = {
  method: z.string(),
  path: z.string(),
  protocol: z.enum(["http", "https"]),
  tls_skip_verify: z.boolean(),
  tls_server_name: z.string(),
  headers: z.record(z.string(), z.string()),
};

const httpCheck = z.strictObject({ ...times, ...http }).partial();
const tcpCheck = z.strictObject(times).partial();

const machineCheck = z
  .strictObject({
    command: texts,
    image: z.string(),
    entrypoint: texts,
    kill_signal: z.string(),
    kill_timeout: duration,
  })
  .partial();

const httpOptions = z
  .strictObject({
    compress: z.boolean(),
    h2_backend: z.boolean(),
    idle_timeout: z.int(),
    headers_read_timeout: z.int(),
    response: z.strictObject({
      headers: z.record(z.string(), z.union([z.string(), z.boolean(), texts])),
      pristine: z.boolean().optional(),
    }),
    replay_cache: z.array(z.record(z.string(), z.json())),
  })
  .partial();

const tlsOptions = z.strictObject({ alpn: texts, versions: texts, default_self_signed: z.boolean() }).partial();

const concurrency = z
  .strictObject({ type: z.enum(["connections", "requests"]), soft_limit: z.int(), hard_limit: z.int() })
  .partial();

const sleep = {
  auto_stop_machines: z.union([z.enum(["off", "stop", "suspend"]), z.boolean()]),
  auto_start_machines: z.boolean(),
  min_machines_running: z.int().min(0),
};

const publicPort = z
  .strictObject({
    port,
    start_port: port,
    end_port: port,
    handlers: z.array(z.enum(["http", "tls", "tcp", "pg_tls", "proxy_proto"])),
    force_https: z.boolean(),
    http_options: httpOptions,
    tls_options: tlsOptions,
    proxy_proto_options: z.strictObject({ version: z.string() }),
  })
  .partial();

const service = z
  .strictObject({
    ...{ protocol: z.enum(["tcp", "udp"]), internal_port: port, ...sleep, processes: texts },
    ...{ ports: z.array(publicPort), concurrency },
    ...{ tcp_checks: z.array(tcpCheck), http_checks: z.array(httpCheck), machine_checks: z.array(machineCheck) },
  })
  .partial();

const httpService = z
  .strictObject({
    ...{ internal_port: port, force_https: z.boolean(), ...sleep, processes: texts, concurrency },
    ...{ http_options: httpOptions, tls_options: tlsOptions },
    ...{ checks: z.array(httpCheck), machine_checks: z.array(machineCheck) },
  })
  .partial();

const check = z.strictObject({ type: z.enum(["http", "tcp"]), port, ...times, ...http, processes: texts }).partial();

/** What fly.toml says of what an app serves, and how it is checked: fly.io/docs/reference/configuration. */
export const services = z.strictObject({
  http_service: httpService,
  services: z.array(service),
  checks: z.record(z.string(), check),
  machine_checks: z.array(machineCheck),
});
