import { describe, expect, test } from "vitest";
import { parseWith } from "../../../src/config/schema/findings.ts";
import { flyTomlSchema } from "../../../src/vendors/fly/toml.ts";

const compute = {
  ...{ size: "shared-cpu-1x", memory: "1gb", cpus: 2, cpu_kind: "shared", memory_mb: 512, gpu_kind: "a10", gpus: 1 },
  ...{ kernel_args: ["quiet"], host_dedication_id: "d1", persist_rootfs: "always" },
};
const times = { interval: "15s", timeout: "2s", grace_period: "5s" };
const http = { method: "GET", path: "/", protocol: "http", tls_skip_verify: true, headers: { A: "b" } };
const load = { type: "requests", soft_limit: 20, hard_limit: 25 };
const sleep = { auto_stop_machines: "stop", auto_start_machines: true, min_machines_running: 0 };

/** Every key of flyctl's own structure of fly.toml (internal/appconfig: config.go, service.go), each with a value that it takes. */
const all = {
  ...{ app: "a", primary_region: "iad", kill_signal: "SIGINT", kill_timeout: "5s", swap_size_mb: 512 },
  ...{ console_command: "sh", host_dedication_id: "d1", machine_config: "m.json", container: "app" },
  experimental: {
    ...{ cmd: ["a"], entrypoint: ["a"], exec: ["a"], auto_rollback: true, enable_consul: true, enable_etcd: true },
    ...{ lazy_load_images: true, machine_config: "m.json", use_zstd: true, attached: { secrets: { export: {} } } },
  },
  build: {
    ...{ builder: "b", args: { A: "b" }, buildpacks: ["b"], image: "i", settings: {}, builtin: "node" },
    ...{ dockerfile: "Dockerfile", ignorefile: ".dockerignore", "build-target": "run" },
  },
  deploy: {
    ...{ strategy: "canary", max_unavailable: 0.5, wait_timeout: "5m", release_command: "r" },
    ...{ release_command_timeout: "5m", release_command_vm: compute, seed_command: "s" },
  },
  env: { A: "b" },
  processes: { web: "w" },
  mounts: [
    {
      ...{ source: "data", destination: "/data", initial_size: "1gb", snapshot_retention: 5, processes: ["web"] },
      ...{ auto_extend_size_threshold: 80, auto_extend_size_increment: "1GB", auto_extend_size_limit: "5GB" },
    },
  ],
  http_service: {
    ...{ internal_port: 80, force_https: true, ...sleep, processes: ["web"], concurrency: load },
    ...{ tls_options: { alpn: ["h2"], versions: ["TLSv1.2"] }, http_options: { compress: true, idle_timeout: 60 } },
    ...{ checks: [{ ...times, ...http }], machine_checks: [{ command: ["a"] }] },
  },
  services: [
    {
      ...{ protocol: "tcp", internal_port: 80, ...sleep, processes: ["web"], concurrency: load },
      ports: [{ port: 80, start_port: 1, end_port: 2, handlers: ["tls"], force_https: true }],
      ...{ tcp_checks: [times], http_checks: [{ ...times, ...http }], machine_checks: [{ command: ["a"] }] },
    },
  ],
  checks: { alive: { type: "http", port: 80, ...times, ...http, processes: ["web"] } },
  machine_checks: [{ command: ["a"], image: "i", entrypoint: ["a"], kill_signal: "SIGKILL", kill_timeout: "5s" }],
  files: [{ guest_path: "/a", local_path: "a", secret_name: "A", raw_value: "a", processes: ["web"] }],
  restart: [{ policy: "always", retries: 3, processes: ["web"] }],
  vm: [{ ...compute, processes: ["web"] }],
  statics: [{ guest_path: "/a", url_prefix: "/", tigris_bucket: "b", index_document: "index.html" }],
  metrics: [{ port: 9091, path: "/metrics", processes: ["web"] }],
};

/** Tables whose keys are people's own; nothing below `attached` is checked. */
const open = /^(env|processes|checks|build\.(args|settings)|experimental\.attached|.*\.headers)$/;

test("every key that flyctl reads is known", () => {
  expect(parseWith(flyTomlSchema, all)).toEqual({ config: all });
});

describe("a key that flyctl does not read is refused, with the nearest one", () => {
  const keys = keysOf(all);
  test.each(keys)("%s", (name) => {
    const wrong = `${name.split(".").at(-1)}x`;
    const found = parseWith(flyTomlSchema, renamed(all, name.split("."), wrong));
    const problems = "problems" in found ? found.problems : [];
    expect(problems.map(({ code }) => code)).toContain("unknown-key");
    expect(problems.find(({ code }) => code === "unknown-key")?.message).toContain(`"${wrong.slice(0, -1)}"`);
  });
});

/** Each key of closed tables, as `mounts.0.source`. */
function keysOf(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value !== "object" || value === null || path.includes("attached")) return [];
  const isClosed = !Array.isArray(value) && !open.test(path.join("."));
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    return [...(isClosed ? [here.join(".")] : []), ...keysOf(inner, here)];
  });
}

function renamed(value: unknown, [key = "", ...rest]: readonly string[], to: string): unknown {
  if (Array.isArray(value)) return value.map((one, i) => (String(i) === key ? renamed(one, rest, to) : one));
  const entries = Object.entries(value as object).map(([name, inner]) =>
    name !== key ? [name, inner] : rest.length === 0 ? [to, inner] : [name, renamed(inner, rest, to)],
  );
  return Object.fromEntries(entries);
}
