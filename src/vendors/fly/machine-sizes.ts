import { didYouMean } from "../../problem/did-you-mean.ts";
import { Problem } from "../../problem/problem.ts";

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

export function flyMachineSizeProblem(size: string): Problem | undefined {
  const known = Object.keys(FLY_MACHINE_PRESETS);
  if (known.includes(size)) return undefined;
  const near = didYouMean(size, known);
  return new Problem({
    code: "fly-machine-size",
    what: `"${size}" is not a machine size of Fly.`,
    fix: near ? `did you mean "${near}"?` : `write one of ${known.join(", ")}`,
  });
}

/** Why a machine of this size cannot have `memoryMb` of memory. Says nothing of an unknown size. */
export function flyMemoryProblem(size: string, memoryMb: number): Problem | undefined {
  const preset = FLY_MACHINE_PRESETS[size];
  if (!preset) return undefined;
  const { least, most, step } = MEMORY_PER_CPU_MB[preset.cpuKind];
  const [leastMb, mostMb] = [least * preset.cpus, most * preset.cpus];
  if (memoryMb >= leastMb && memoryMb <= mostMb && memoryMb % step === 0) return undefined;
  const bounded = Math.min(Math.max(memoryMb, leastMb), mostMb);
  const lower = Math.floor(bounded / step) * step;
  const upper = Math.ceil(bounded / step) * step;
  return new Problem({
    code: "fly-memory",
    what: `${memoryMb} MB does not go with ${size}.`,
    why: `${size} has ${leastMb} to ${mostMb} MB in steps of ${step}.`,
    fix: lower === upper ? `write ${lower}` : `write ${lower} or ${upper}`,
  });
}
