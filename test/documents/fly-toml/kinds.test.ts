import { expect, test } from "vitest";
import type { Raw } from "../../../src/config/merge.ts";
import { resolveAcme, shortly } from "../../config/acme.ts";
import { alone, renderApp } from "./rendered.ts";

test("a worker has a command and no service, and nothing wakes or stops it", () => {
  const config = renderApp({ processes: { worker: "npm run worker" } });
  expect(config).toMatchObject({ processes: { worker: "npm run worker" } });
  expect(Object.keys(config)).not.toContain("http_service");
});

test("process groups have a command, a size and a policy each, and the first one serves the port", () => {
  const config = renderApp({
    port: 8000,
    machine: { memory: 512 },
    restart: "always",
    processes: {
      web: "npm start",
      worker: {
        command: "npm run worker",
        machine: { size: "performance-1x" },
        restart: { policy: "on-failure", retries: 3 },
      },
    },
  });
  expect(config["processes"]).toEqual({ web: "npm start", worker: "npm run worker" });
  expect(config["http_service"]).toMatchObject({ internal_port: 8000, processes: ["web"] });
  expect(config["vm"]).toEqual([
    { size: "shared-cpu-1x", memory: "512mb", processes: ["web"] },
    { size: "performance-1x", processes: ["worker"] },
  ]);
  expect(config["restart"]).toEqual([
    { policy: "always", processes: ["web"] },
    { policy: "on-failure", retries: 3, processes: ["worker"] },
  ]);
});

test("a port without a public address is asked where it listens, and Fly's proxy passes it nothing", () => {
  const config = renderApp({ port: 6379, image: "redis:7", health: "tcp", addresses: { v4: "none", v6: false } });
  expect(config["build"]).toEqual({ image: "redis:7" });
  expect(Object.keys(config)).not.toContain("http_service");
  expect(config["checks"]).toEqual({
    health: { type: "tcp", port: 6379, interval: "15s", timeout: "5s", grace_period: "10s" },
  });
});

test("services beside HTTP have their ports, ranges, handlers, groups and checks", () => {
  const config = renderApp({
    port: 8000,
    addresses: { v4: "dedicated" },
    processes: { web: "serve", relay: "relay" },
    services: {
      postgres: { port: 5432, ports: [{ port: 5432, handlers: ["pg_tls"] }], health: "tcp" },
      media: { port: 9000, protocol: "udp", ports: [{ from: 9000, to: 9010 }], process: "relay" },
      admin: { port: 7000, ports: [7000], health: { command: "admin check" }, process: "relay" },
    },
  });
  expect(config["services"]).toMatchObject([
    {
      protocol: "tcp",
      internal_port: 5432,
      ports: [{ port: 5432, handlers: ["pg_tls"] }],
      processes: ["web"],
      tcp_checks: [{ interval: "15s" }],
    },
    { protocol: "udp", internal_port: 9000, ports: [{ start_port: 9000, end_port: 9010 }], processes: ["relay"] },
    { internal_port: 7000, ports: [{ port: 7000 }], processes: ["relay"] },
  ]);
  expect(config["machine_checks"]).toEqual([{ command: ["/bin/sh", "-c", "admin check"] }]);
});

test("disks, signals, swap, build stage, strategy and Fly's own words are in the file", () => {
  const config = renderApp({
    port: 8000,
    health: { path: "/up", headers: { Host: "x" } },
    checks: { deep: { path: "/deep", port: 9100, interval: "1m" } },
    volumes: { data: { path: "/data", size: 10, snapshots: 14 } },
    stop: { signal: "SIGTERM", timeout: "2m" },
    swap: 512,
    target: "runtime",
    dockerfile: "Dockerfile",
    strategy: "immediate",
    fly: {
      console_command: "bash",
      http_service: { force_https: false, http_options: { idle_timeout: 120 } },
      deploy: { release_command_vm: { size: "shared-cpu-2x" } },
      statics: [{ guest_path: "/app/public", url_prefix: "/public" }],
      metrics: [{ port: 9091, path: "/metrics" }],
      experimental: { auto_rollback: true },
    },
  });
  expect(config).toMatchObject({
    ...{ kill_signal: "SIGTERM", kill_timeout: "2m", swap_size_mb: 512, console_command: "bash" },
    build: { dockerfile: "Dockerfile", "build-target": "runtime" },
    deploy: { strategy: "immediate", release_command_vm: { size: "shared-cpu-2x" } },
    http_service: {
      ...{ internal_port: 8000, force_https: false, http_options: { idle_timeout: 120 } },
      checks: [{ path: "/up", headers: { Host: "x" } }],
    },
    checks: { deep: { type: "http", port: 9100, path: "/deep", interval: "1m" } },
    mounts: [{ source: "data", destination: "/data", initial_size: "10gb", snapshot_retention: 14 }],
    statics: [{ guest_path: "/app/public", url_prefix: "/public" }],
    metrics: [{ port: 9091, path: "/metrics" }],
    experimental: { auto_rollback: true },
  });
});

const http = { port: 8000, health: "/up" };

test.each<[string, Raw, string[]]>([
  ["a worker that sleeps", { processes: { w: "run" }, sleep: "stop" }, ["serves-nothing"]],
  ["a worker with a domain", { domains: ["x.acme.dev"] }, ["serves-nothing"]],
  ["a worker that is asked at a port", { health: "tcp" }, ["check-without-port"]],
  [
    "a smoke path without a public address",
    { ...http, smoke: ["/a"], addresses: { v4: "none", v6: false } },
    ["serves-no-http"],
  ],
  [
    "UDP at a shared address",
    { services: { a: { port: 53, protocol: "udp", ports: [53] } } },
    ["needs-dedicated-address"],
  ],
  ["TCP at a shared address", { services: { a: { port: 25, ports: [25] } } }, ["needs-dedicated-address"]],
  [
    "a handler on UDP",
    {
      addresses: { v4: "dedicated" },
      services: { a: { port: 53, protocol: "udp", ports: [{ port: 53, handlers: ["tls"] }] } },
    },
    ["udp-handlers"],
  ],
  [
    "a port that is a number and a range",
    { addresses: { v4: "dedicated" }, services: { a: { port: 1, ports: [{ port: 1, from: 2 }] } } },
    ["invalid-value"],
  ],
  ["a group that is not there", { ...http, checks: { a: { path: "/a", process: "w" } } }, ["unknown-process"]],
  ["a second disk", { ...http, volumes: { a: { path: "/a" }, b: { path: "/b" } } }, ["second-volume"]],
  ["a disk with a dash", { ...http, volumes: { "my-data": { path: "/a" } } }, ["fly-volume-name"]],
  [
    "bluegreen with a disk",
    { ...http, strategy: "bluegreen", volumes: { a: { path: "/a" } } },
    ["strategy-with-volume"],
  ],
  ["bluegreen without a check", { port: 1, strategy: "bluegreen" }, ["strategy-without-check"]],
  ["an image that is built", { ...http, image: "redis:7", dockerfile: "Dockerfile" }, ["image-and-build"]],
  ["a signal to wait for too long", { ...http, stop: { timeout: "10m" } }, ["invalid-value"]],
  [
    "a region of a group that Fly closed",
    { ...http, processes: { w: { command: "x", regions: { mia: 1 } } } },
    ["fly-region"],
  ],
  ["a key that Fly does not have", { ...http, fly: { http_service: { compres: true } } }, ["unknown-key"]],
  ["a value that Fly does not take", { ...http, fly: { experimental: { auto_rollback: "yes" } } }, ["wrong-type"]],
  [
    "Fly's word for a field",
    { ...http, fly: { env: { A: "1" }, http_service: { internal_port: 1 } } },
    ["fly-has-a-field", "fly-has-a-field"],
  ],
  ["paths of an image", { image: "redis:7", paths: ["redis/**"], local: { command: "run" } }, ["paths-of-image"]],
  ["a path that a shell would read otherwise", { ...http, paths: ["api/**", "a'b"] }, ["invalid-value"]],
  ["Fly's word for a field that is used", { ...http, swap: 256, fly: { swap_size_mb: 512 } }, ["fly-has-a-field"]],
])("%s is refused", (_, app, codes) => {
  const { problems } = resolveAcme("staging", {}, { apps: { x: { ...alone, ...app } } });
  const found = problems.filter(({ problem }) => problem.severity === "error").map(({ problem }) => problem);
  expect(found.map(({ code }) => code)).toEqual(codes);
  for (const { path } of found) expect(path.slice(0, 2)).toEqual(["apps", "x"]);
});

test("Fly's word for a field that is not used is taken", () => {
  expect(renderApp({ ...http, fly: { swap_size_mb: 512 } })["swap_size_mb"]).toBe(512);
});

test.each([
  ["${apps.x.internal}", {}, "acme-x-staging.internal:6379"],
  ["${apps.x.url}", { addresses: { v4: "none", v6: false } }, "no-public-address"],
  ["${apps.x.host}", { port: null }, "no-public-address"],
  ["${apps.x.port}", { port: null }, "no-port"],
  ["${apps.x.internal}", { port: null }, "acme-x-staging.internal"],
])("%s of an app with %j is %s", (reference, app, expected) => {
  const x = { ...alone, port: 6379, health: null, ...app };
  const resolution = resolveAcme("staging", {}, { apps: { x, api: { variables: { AT: reference } } } });
  const at = resolution.blueprint?.apps.find(({ key }) => key === "api")?.variables["AT"]?.parts[0];
  expect(at ?? shortly(resolution).join()).toContain(expected);
});
