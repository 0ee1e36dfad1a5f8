import { at, isObject } from "../../config/merge.ts";
import { FLY_MACHINE_PRESETS } from "../../vendors/fly/machine-sizes.ts";
import type { AppAnswers, ExistingApp } from "./answers.ts";
import type { FlyFile } from "./fly-files.ts";

/** Apps of a repository's fly.toml files, by key. */
export function appsOf(files: readonly FlyFile[], product: string): { readonly [key: string]: AppAnswers } {
  const keys = new Map(files.map((file) => [file, keyOf(file, product)]));
  const apps: { [key: string]: AppAnswers } = {};
  for (const key of new Set(keys.values())) {
    const own = files.filter(
      (file) => keys.get(file) === key && file.environment !== "review" && file.environment !== "dev",
    );
    if (own.length === 0) continue;
    const existing = Object.fromEntries(own.map((file) => [file.environment, existingOf(file)]));
    const { port, health, release } = existing["production"] ?? (Object.values(existing)[0] as ExistingApp);
    apps[key] = {
      ...(port !== undefined && { port }),
      ...(health !== undefined && { health }),
      ...(release !== undefined && { release }),
      existing,
    };
  }
  return apps;
}

/** The folder or file says it; else the app's own name, without the product's and the environment's. */
function keyOf({ app, content, environment }: FlyFile, product: string): string {
  const name = String(at(content, ["app"]) ?? "");
  const own = app ?? name.replace(new RegExp(`-${environment}$`), "").replace(new RegExp(`^${product}-?`), "");
  const key = own
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return key === "" ? "app" : key;
}

function existingOf({ content, path }: FlyFile): ExistingApp {
  const http = at(content, ["http_service"]);
  const services = listAt(content, ["services"]);
  const port =
    at(http, ["internal_port"]) ?? services.map((one) => at(one, ["internal_port"])).find((one) => one !== undefined);
  const release = at(content, ["deploy", "release_command"]);
  const health = healthOf(content);
  const machine = machineOf(content);
  const sleep = sleepOf(at(http, ["auto_stop_machines"]));
  const region = at(content, ["primary_region"]);
  const most = at(http, ["min_machines_running"]);
  return {
    name: String(at(content, ["app"]) ?? ""),
    config: path,
    ...(typeof port === "number" && isHttp(content) && { port }),
    ...(health !== undefined && typeof port === "number" && { health }),
    ...(typeof release === "string" && { release }),
    ...(typeof region === "string" && { regions: { [region]: typeof most === "number" && most > 0 ? most : 1 } }),
    ...(machine && { machine }),
    ...(sleep && { sleep }),
  };
}

/** Whether it answers HTTP: by `http_service`, or by a service with the handlers `http` or `tls`. */
function isHttp(content: object): boolean {
  if (at(content, ["http_service"]) !== undefined) return true;
  return listAt(content, ["services"]).some((service) =>
    listAt(service, ["ports"]).some((port) => {
      const handlers = at(port, ["handlers"]);
      return Array.isArray(handlers) && handlers.some((one) => one === "http" || one === "tls");
    }),
  );
}

function healthOf(content: object): string | undefined {
  const named = at(content, ["checks"]);
  const all = [
    ...listAt(content, ["http_service", "checks"]),
    ...listAt(content, ["services"]).flatMap((service) => listAt(service, ["http_checks"])),
    ...(isObject(named) ? Object.values(named) : []),
  ];
  const paths = all.map((check) => at(check, ["path"])).filter((path) => typeof path === "string");
  return paths.find((path) => path.startsWith("/"));
}

function machineOf(content: object): ExistingApp["machine"] {
  const [vm] = listAt(content, ["vm"]);
  const size = at(vm, ["size"]);
  if (typeof size !== "string" || !Object.hasOwn(FLY_MACHINE_PRESETS, size)) return undefined;
  const memory = megabytes(at(vm, ["memory"]) ?? at(vm, ["memory_mb"]));
  return { size, ...(memory !== undefined && { memory }) };
}

/** flyctl takes `1gb`, `512mb`, `512` and 512. */
function megabytes(memory: unknown): number | undefined {
  if (typeof memory === "number") return memory;
  const [, count, unit = "mb"] = /^(\d+)\s*(gb|mb)?$/i.exec(String(memory ?? "")) ?? [];
  return count === undefined ? undefined : Number(count) * (unit.toLowerCase() === "gb" ? 1024 : 1);
}

/** A file of before 2024 says true and false. */
function sleepOf(stop: unknown): ExistingApp["sleep"] {
  if (stop === true || stop === "stop") return "stop";
  return stop === "suspend" ? "suspend" : undefined;
}

function listAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}
