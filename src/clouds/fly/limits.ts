import type { LimitProblem } from "../limit-problem.ts";

/**
 * A Fly app name. The API answers 422 "Name under 63 chars using numbers, lowercase letters and dashes" (fly-go, apps test;
 * flyctl issue 4292). It does not say whether 63 itself passes; the name is a DNS label under fly.dev, so 63 is the most.
 */
export const FLY_APP_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export function flyAppNameProblem(name: string): LimitProblem | undefined {
  if (FLY_APP_NAME.test(name)) return undefined;
  const reason =
    name.length > 63
      ? `${JSON.stringify(name)} has ${name.length} characters; a Fly app name has at most 63`
      : `${JSON.stringify(name)} is not a name Fly takes: only a-z, 0-9 and dashes, with a letter or digit at both ends`;
  const nearest = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
  return { reason, fix: nearest === "" ? "write a name such as my-app" : `write ${nearest}` };
}

/** Regions that take new machines (fly.io/docs/reference/regions, August 2026). The API knows newer ones: warn, do not refuse. */
export const FLY_REGIONS: readonly string[] = [
  ..."ams arn bom cdg dfw ewr fra gru iad jnb lax lhr nrt ord sin sjc syd yyz".split(" "),
];

/** Closed regions, each with the one that `fly launch` takes in its place (flyctl internal/command/launch/plan_builder.go). */
export const FLY_RETIRED_REGIONS: Readonly<Record<string, string>> = {
  ...replacedBy("dfw", "atl den mia gdl qro"),
  ...replacedBy("gru", "bog gig scl eze"),
  bos: "ewr",
  phx: "lax",
  sea: "sjc",
  yul: "yyz",
  waw: "ams",
  mad: "cdg",
  otp: "fra",
  hkg: "sin",
};

function replacedBy(region: string, retired: string): Record<string, string> {
  return Object.fromEntries(retired.split(" ").map((code) => [code, region]));
}

/** Regions of Managed Postgres (fly.io/docs/mpg/overview). */
export const FLY_POSTGRES_REGIONS: readonly string[] = "ams fra gru iad lax lhr nrt ord sin sjc syd yyz".split(" ");

export interface FlyMachinePreset {
  readonly cpuKind: "shared" | "performance";
  readonly cpus: number;
  readonly defaultMemoryMb: number;
}

/** Machine sizes by name (fly-go `MachinePresets`), without the GPU sizes. */
export const FLY_MACHINE_PRESETS: Readonly<Record<string, FlyMachinePreset>> = {
  ...presets("shared", [1, 2, 4, 6, 8], "shared-cpu", 256),
  ...presets("performance", [1, 2, 4, 6, 8, 10, 12, 14, 16], "performance", 2048),
};

function presets(cpuKind: FlyMachinePreset["cpuKind"], sizes: number[], prefix: string, memoryPerCpuMb: number) {
  return Object.fromEntries(
    sizes.map((cpus) => [`${prefix}-${cpus}x`, { cpuKind, cpus, defaultMemoryMb: cpus * memoryPerCpuMb }]),
  );
}

/**
 * Memory per CPU in MB: bounds from fly.io/docs/machines/guides-examples/machine-sizing, steps from
 * fly.io/docs/flyctl/scale-vm.
 */
const MEMORY_PER_CPU_MB = {
  shared: { least: 256, most: 2048, step: 256 },
  performance: { least: 2048, most: 8192, step: 1024 },
} as const;

/** Says why a machine of this preset cannot have `memoryMb` of memory. An unknown preset is a problem of its own. */
export function flyMemoryProblem(preset: string, memoryMb: number): LimitProblem | undefined {
  const size = FLY_MACHINE_PRESETS[preset];
  if (!size) {
    const known = Object.keys(FLY_MACHINE_PRESETS).join(", ");
    return { reason: `${JSON.stringify(preset)} is not a Fly machine size`, fix: `write one of ${known}` };
  }
  const { least, most, step } = MEMORY_PER_CPU_MB[size.cpuKind];
  const [leastMb, mostMb] = [least * size.cpus, most * size.cpus];
  if (memoryMb >= leastMb && memoryMb <= mostMb && memoryMb % step === 0) return undefined;
  const bounded = Math.min(Math.max(memoryMb, leastMb), mostMb);
  const lower = Math.floor(bounded / step) * step;
  const upper = Math.ceil(bounded / step) * step;
  return {
    reason: `${preset} takes ${leastMb} to ${mostMb} MB in steps of ${step}, not ${memoryMb}`,
    fix: lower === upper ? `write ${lower}` : `write ${lower} or ${upper}`,
  };
}

/**
 * Says why Fly or the app's shell would refuse a secret of this name. Fly states no rule; it refuses dashes, and a secret
 * becomes an environment variable. `FLY_` is Fly's own prefix (fly.io/docs/machines/runtime-environment).
 */
export function flySecretNameProblem(name: string): LimitProblem | undefined {
  const nearest = name.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=[0-9])/, "_");
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return {
      reason: `${JSON.stringify(name)} is not the name of an environment variable: letters, digits and underscores, no digit first`,
      fix: nearest === "" ? "write a name such as API_KEY" : `write ${nearest}`,
    };
  }
  if (!name.startsWith("FLY_")) return undefined;
  return {
    reason: `${name} begins with FLY_, which Fly keeps for variables of its own`,
    fix: `write ${name.slice("FLY_".length) || "another name"}`,
  };
}

/** A Go duration such as `8760h` or `1h30m`: what Fly's token expiry takes (flyctl `fly tokens create --expiry`). */
export function flyExpiryProblem(expiry: string): LimitProblem | undefined {
  const positive = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(expiry) && /[1-9]/.test(expiry);
  if (positive) return undefined;
  return {
    reason: `${JSON.stringify(expiry)} is not a Go duration above zero, the form in which Fly takes an expiry`,
    fix: "write hours, such as 8760h for a year",
  };
}
