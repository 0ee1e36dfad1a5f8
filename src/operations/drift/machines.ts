import { FLY_MACHINE_PRESETS } from "../../clouds/fly/limits.ts";
import type { FlyMachine } from "../../clouds/fly/machines.ts";
import type { AppBlueprint } from "../../config/blueprint.ts";
import type { PropertyChange } from "../engine/change.ts";
import type { CloudDrift, Unknown } from "./report.ts";

/** What was found of one app's machines. */
export interface MachineFindings {
  readonly drift: readonly CloudDrift[];
  readonly unknown: readonly Unknown[];
  readonly notes: readonly string[];
}

interface Guest {
  readonly cpu_kind?: string;
  readonly cpus?: number;
  readonly memory_mb?: number;
}

/**
 * Compares the machines that flyctl made with what the config says of them: how many in which region, and how large.
 * Image and release are flyctl's own and never drift.
 */
export function compareMachines(app: AppBlueprint, machines: readonly FlyMachine[]): MachineFindings {
  const serving = machines.filter(isServing);
  const resource = `fly machines ${app.name}`;
  const unreachable = serving.filter(({ config }) => !config).map(({ id }) => id);
  const unknown = unreachable.map((id) => ({
    resource: `fly machine ${id} of ${app.name}`,
    why: "Fly lists it without its config: its host cannot be reached",
  }));
  if (serving.length === 0) {
    return {
      drift: [],
      unknown,
      notes: [`${app.name} has no machines: it was not deployed, or was scaled to nothing.`],
    };
  }
  const properties = [...compareCounts(app, serving), ...compareSizes(app, serving)];
  if (properties.length === 0) return { drift: [], unknown, notes: [] };
  const fix = {
    advice: `deploy it again to get what the config says (${counts(app)}), or write what is there under apps.${app.key}`,
  };
  const urn = `fly-machines:${app.name}`;
  return { drift: [{ urn, resource, action: "update", stateful: false, properties, fix }], unknown, notes: [] };
}

/** A machine of the app itself: not one that ran a release command or a console, and not one that is going. */
function isServing({ state, config }: FlyMachine): boolean {
  // https://fly.io/docs/machines/machine-states: a destroyed machine stays listed for a while.
  if (state === "destroyed" || state === "destroying") return false;
  return (config?.metadata?.["fly_process_group"] ?? "app") === "app";
}

function compareCounts({ regions }: AppBlueprint, machines: readonly FlyMachine[]): PropertyChange[] {
  const found = (region: string) => machines.filter((machine) => machine.region === region).length;
  const named = distinct([...Object.keys(regions), ...machines.map(({ region }) => region)]);
  return named.flatMap((region) => {
    const [before, after] = [regions[region] ?? 0, found(region)];
    return before === after ? [] : [difference(`regions.${region}`, before, after)];
  });
}

function compareSizes({ machine }: AppBlueprint, machines: readonly FlyMachine[]): PropertyChange[] {
  const preset = FLY_MACHINE_PRESETS[machine.size];
  if (!preset) return [];
  const memory = machine.memory ?? preset.defaultMemoryMb;
  const guests = machines.flatMap(({ config }) => (config ? [(config["guest"] ?? {}) as Guest] : []));
  const sizes = distinct(guests.map(nameSize)).filter((size) => size !== machine.size);
  const memories = distinct(guests.map(({ memory_mb }) => memory_mb ?? 0)).filter((size) => size !== memory);
  return [
    ...sizes.map((size) => difference("machine.size", machine.size, size)),
    ...memories.map((size) => difference("machine.memory", memory, size)),
  ];
}

/** `shared-cpu-2x` for two shared CPUs. */
function nameSize({ cpu_kind, cpus }: Guest): string {
  const found = Object.entries(FLY_MACHINE_PRESETS).find(([, one]) => one.cpuKind === cpu_kind && one.cpus === cpus);
  return found?.[0] ?? `${cpus ?? "?"} ${cpu_kind ?? "?"} CPUs`;
}

function difference(path: string, before: unknown, after: unknown): PropertyChange {
  return { path, kind: "change", values: "shown", before, after, replaces: false };
}

function counts({ regions }: AppBlueprint): string {
  return Object.entries(regions)
    .map(([region, count]) => `${count} in ${region}`)
    .join(", ");
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
