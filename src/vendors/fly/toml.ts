import { z } from "zod";
import { services } from "./toml-services.ts";

const texts = z.array(z.string());
const names = z.record(z.string(), z.string());
/** A Go duration such as `30s`, or a number, whose unit depends on the key. */
const duration = z.union([z.string(), z.number()]);

const compute = z.strictObject({
  size: z.string(),
  memory: z.union([z.string(), z.int()]),
  cpus: z.int(),
  cpu_kind: z.enum(["shared", "performance"]),
  memory_mb: z.int(),
  gpu_kind: z.string(),
  gpus: z.int(),
  kernel_args: texts,
  host_dedication_id: z.string(),
  persist_rootfs: z.enum(["never", "restart", "always"]),
  processes: texts,
});

const build = z.strictObject({
  image: z.string(),
  dockerfile: z.string(),
  ignorefile: z.string(),
  "build-target": z.string(),
  builder: z.string(),
  buildpacks: texts,
  builtin: z.string(),
  settings: z.record(z.string(), z.json()),
  args: names,
  compose: z.record(z.string(), z.json()),
  compression: z.string(),
  compression_level: z.int(),
});

const deploy = z.strictObject({
  strategy: z.enum(["rolling", "immediate", "canary", "bluegreen"]),
  max_unavailable: z.number().positive(),
  release_command: z.string(),
  release_command_timeout: duration,
  release_command_vm: compute.partial(),
  wait_timeout: duration,
  seed_command: z.string(),
});

const experimental = z.strictObject({
  cmd: texts,
  entrypoint: texts,
  exec: texts,
  auto_rollback: z.boolean(),
  enable_consul: z.boolean(),
  enable_etcd: z.boolean(),
  lazy_load_images: z.boolean(),
  machine_config: z.string(),
  use_zstd: z.boolean(),
  attached: z.record(z.string(), z.json()),
});

const mount = z.strictObject({
  source: z.string(),
  destination: z.string().regex(/^\/.+/),
  initial_size: z.union([z.string(), z.int()]),
  snapshot_retention: z.int().min(1).max(60),
  scheduled_snapshots: z.boolean(),
  auto_extend_size_threshold: z.int().min(1).max(100),
  auto_extend_size_increment: z.string(),
  auto_extend_size_limit: z.string(),
  processes: texts,
});

const statics = z.strictObject({
  guest_path: z.string(),
  url_prefix: z.string(),
  tigris_bucket: z.string().optional(),
  index_document: z.string().optional(),
});

const file = z.strictObject({
  guest_path: z.string(),
  raw_value: z.string().optional(),
  local_path: z.string().optional(),
  secret_name: z.string().optional(),
  processes: texts.optional(),
});

/**
 * Every key that flyctl reads in fly.toml, and what may stand there: fly.io/docs/reference/configuration, and
 * `internal/appconfig` of flyctl. Nothing is required: it describes parts of a file.
 */
export const flyTomlSchema = z
  .strictObject({
    app: z.string(),
    primary_region: z.string(),
    kill_signal: z.enum(["SIGINT", "SIGTERM", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL", "SIGSTOP"]),
    kill_timeout: duration,
    swap_size_mb: z.int(),
    console_command: z.string(),
    host_dedication_id: z.string(),
    machine_config: z.string(),
    container: z.string(),
    experimental: experimental.partial(),
    build: build.partial(),
    deploy: deploy.partial(),
    env: names,
    processes: names,
    mounts: z.array(mount.partial()),
    ...services.shape,
    files: z.array(file),
    restart: z.array(
      z.strictObject({
        policy: z.enum(["always", "never", "on-failure"]),
        retries: z.int().optional(),
        processes: texts.optional(),
      }),
    ),
    vm: z.array(compute.partial()),
    statics: z.array(statics).max(10),
    metrics: z.array(
      z.strictObject({ port: z.int(), path: z.string(), https: z.boolean().optional(), processes: texts.optional() }),
    ),
  })
  .partial();
