import type { FlyMachine } from "../../clouds/fly/machines.ts";
import type { AppBlueprint } from "../../components/blueprint.ts";
import { scaleByHand } from "../../documents/page/fly-commands.ts";
import type { Cure } from "../../problem/parts.ts";
import { FLY_MACHINE_PRESETS } from "../../vendors/fly/machine-sizes.ts";
import type { PropertyChange } from "../engine/change.ts";
import type { Findings } from "./findings.ts";
import type { Broken } from "./report.ts";

interface Guest {
  readonly cpu_kind?: string;
  readonly cpus?: number;
  readonly memory_mb?: number;
}

/**
 * Compares the machines that flyctl made with what the config says of them: how many in which region, how large, and that
 * they run unless they may sleep. Image and release are flyctl's own and never drift.
 * `status` is the app's, of which `pending` is one that was never deployed.
 */
export function compareMachines(app: AppBlueprint, machines: readonly FlyMachine[], status: string): Findings {
  const serving = machines.filter(isServing);
  const unknown = serving
    .filter(({ config }) => !config)
    .map(({ id }) => ({
      resource: `fly machine ${id} of ${app.name}`,
      why: "Fly lists it without its config: its host cannot be reached",
    }));
  if (serving.length === 0 && status === "pending") {
    return { unknown, notes: [`${app.name} has no machines: it was never deployed.`] };
  }
  const [counts, sizes] = [compareCounts(app, serving), compareSizes(app, serving)];
  const properties = [...Object.values(counts), ...sizes];
  const broken = findStopped(app, serving);
  if (properties.length === 0) return { broken, unknown };
  const cure = cureMachines(app, serving, Object.keys(counts), sizes.length > 0);
  const [urn, resource] = [`fly-machines:${app.name}`, nameMachines(app)];
  return { cloud: [{ urn, resource, action: "update", stateful: false, properties, cure }], broken, unknown };
}

/** How a report calls the machines of an app. */
export function nameMachines({ name }: AppBlueprint): string {
  return `fly machines ${name}`;
}

/** A deploy sets sizes, but removes no machine from a region that the config does not name. */
function cureMachines(
  app: AppBlueprint,
  serving: readonly FlyMachine[],
  regions: readonly string[],
  resize: boolean,
): Cure {
  const keep = `write what is there under apps.${app.key} to keep it, or`;
  if (serving.length === 0) return { fix: `${keep} deploy it again: all its machines are gone` };
  const { name, machine } = app;
  const memory = machine.memory ?? FLY_MACHINE_PRESETS[machine.size]?.defaultMemoryMb;
  const commands = [
    ...(resize ? [`flyctl scale vm ${machine.size} --vm-memory ${memory} -a ${name}`] : []),
    ...scaleByHand({ name, regions: Object.fromEntries(regions.map((region) => [region, app.regions[region] ?? 0])) }),
  ];
  return { fix: `${keep} put it back`, commands };
}

/** With `sleep: off` the proxy stops none of them (fly.io/docs/launch/autostop-autostart). */
function findStopped(app: AppBlueprint, machines: readonly FlyMachine[]): Broken[] {
  const stopped = machines.filter(({ state }) => ["stopped", "suspended", "failed"].includes(state));
  if (app.sleep !== "off" || stopped.length === 0) return [];
  const ids = stopped.map(({ id }) => id).sort();
  const which = stopped.map(({ id, state, region }) => `${id} in ${region} is ${state}`).sort();
  return [
    {
      resource: nameMachines(app),
      condition: which.join(", "),
      what: `Its machines never sleep, but ${which.join(", ")}.`,
      cure: {
        fix: `see why (flyctl logs -a ${app.name}), then start what is stopped`,
        commands: [`flyctl machine start ${ids.join(" ")} -a ${app.name}`],
      },
    },
  ];
}

/** A machine of the app itself: not one that ran a release command or a console, and not one that is going. */
function isServing({ state, config }: FlyMachine): boolean {
  // https://fly.io/docs/machines/machine-states: a destroyed machine stays listed for a while.
  if (state === "destroyed" || state === "destroying") return false;
  return (config?.metadata?.["fly_process_group"] ?? "app") === "app";
}

function compareCounts({ regions }: AppBlueprint, machines: readonly FlyMachine[]): Record<string, PropertyChange> {
  const found = (region: string) => machines.filter((machine) => machine.region === region).length;
  const named = distinct([...Object.keys(regions), ...machines.map(({ region }) => region)]);
  const entries = named.flatMap((region) => {
    const [before, after] = [regions[region] ?? 0, found(region)];
    return before === after ? [] : [[region, difference(`regions.${region}`, before, after)] as const];
  });
  return Object.fromEntries(entries);
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

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
