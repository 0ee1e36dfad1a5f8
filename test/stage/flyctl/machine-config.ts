/** What is read of a fly.toml. */
export interface FlyToml {
  readonly app: string;
  readonly primary_region?: string;
  readonly build?: { readonly dockerfile?: string; readonly image?: string };
  readonly deploy?: { readonly release_command?: string };
  readonly env?: { readonly [name: string]: string };
  readonly processes?: { readonly [group: string]: string };
  readonly http_service?: { readonly internal_port: number; readonly processes?: readonly string[] };
  readonly vm?: readonly { readonly size?: string; readonly memory?: string; readonly processes?: readonly string[] }[];
}

/** CPUs and the least memory of a size. */
const sizes: { readonly [size: string]: readonly [number, number] } = {
  "shared-cpu-1x": [1, 256],
  "shared-cpu-2x": [2, 512],
  "shared-cpu-4x": [4, 1024],
};

/** Names of the process groups: `app` alone where the file has none. */
export function groupsOf(toml: FlyToml): string[] {
  return Object.keys(toml.processes ?? { app: "" });
}

/** What flyctl makes of a fly.toml for the machines of one process group, as far as a test looks. */
export function machineConfig(toml: FlyToml, group: string, image: string) {
  const vm = toml.vm?.find(({ processes }) => !processes || processes.includes(group));
  const [cpus, least] = sizes[vm?.size ?? "shared-cpu-1x"] ?? [1, 256];
  const service = toml.http_service;
  const isServed = service && (!service.processes || service.processes.includes(group));
  return {
    image,
    env: { ...toml.env, FLY_PROCESS_GROUP: group },
    metadata: { fly_platform_version: "v2", fly_process_group: group },
    guest: { cpu_kind: "shared", cpus, memory_mb: megabytes(vm?.memory) ?? least },
    ...(isServed && { services: [{ protocol: "tcp", internal_port: service.internal_port }] }),
  };
}

function megabytes(memory = ""): number | undefined {
  const [, count, unit] = /^(\d+)(mb|gb)$/.exec(memory) ?? [];
  return count === undefined ? undefined : Number(count) * (unit === "gb" ? 1024 : 1);
}
