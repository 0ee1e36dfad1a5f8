import type { FlyMachine } from "../../clouds/fly/machines.ts";
import { isUnnamed, type ProcessGroup } from "../../components/app/groups.ts";
import type { AppBlueprint } from "../../components/blueprint.ts";
import { type CommandLine, line } from "../../problem/command-line.ts";
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
 * Compares the machines that flyctl made with what the config says of them: how many in which region, how large, of which
 * image where it names one, and that they run unless they may sleep. Releases are flyctl's own and never drift.
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
  const readable = serving.filter(({ config }) => config);
  const known = app.groups.map(({ name }) => name);
  const groups = app.groups.map((group) => compareGroup(app, group, serving));
  const strays = readable.filter((machine) => !known.includes(groupOf(machine)));
  const properties = [
    ...groups.flatMap((group) => group.properties),
    ...distinct(strays.map(groupOf)).map((name) =>
      difference(`processes.${name}`, 0, strays.filter((machine) => groupOf(machine) === name).length),
    ),
    ...compareImages(app, readable),
  ];
  const broken = app.groups.flatMap((group) => findStopped(app, group, serving));
  if (properties.length === 0) return { broken, unknown };
  const cure = cureMachines(app, serving, { commands: groups.flatMap((group) => group.commands), strays });
  const [urn, resource] = [`fly-machines:${app.name}`, nameMachines(app)];
  return { cloud: [{ urn, resource, action: "update", stateful: false, properties, cure }], broken, unknown };
}

/** How a report calls the machines of an app. */
export function nameMachines({ name }: AppBlueprint): string {
  return `fly machines ${name}`;
}

/** What differs of one group, and what puts it back: a deploy sets sizes, but removes no machine from a region. */
function compareGroup(app: AppBlueprint, group: ProcessGroup, serving: readonly FlyMachine[]) {
  const only = app.groups.length === 1;
  // Of a machine without its config nobody knows the group.
  const own = serving.filter((machine) => (only && !machine.config) || groupOf(machine) === group.name);
  const counted = only || serving.every(({ config }) => config);
  const [counts, sizes] = [counted ? compareCounts(group, own) : {}, compareSizes(group, own)];
  const prefix = only ? "" : `processes.${group.name}.`;
  const properties = [...Object.values(counts), ...sizes].map((one) => ({ ...one, path: `${prefix}${one.path}` }));
  const regions = Object.fromEntries(Object.keys(counts).map((region) => [region, group.regions[region] ?? 0]));
  const { size, memory = FLY_MACHINE_PRESETS[size]?.defaultMemoryMb } = group.machine;
  const commands = [
    ...(sizes.length > 0 && memory !== undefined
      ? [resize(app.name, group.name, { size, memory, only: isUnnamed(app.groups) })]
      : []),
    ...Object.entries(regions).map(
      ([region, count]) =>
        line`flyctl scale count ${isUnnamed(app.groups) ? count : `${group.name}=${count}`} --region ${region} -a ${app.name} --yes`,
    ),
  ];
  return { properties, commands };
}

function resize(
  app: string,
  group: string,
  { size, memory, only }: { readonly size: string; readonly memory: number; readonly only: boolean },
): CommandLine {
  return only
    ? line`flyctl scale vm ${size} --vm-memory ${memory} -a ${app}`
    : line`flyctl scale vm ${size} --vm-memory ${memory} --process-group ${group} -a ${app}`;
}

function cureMachines(
  { key, name }: AppBlueprint,
  serving: readonly FlyMachine[],
  { commands, strays }: { readonly commands: readonly CommandLine[]; readonly strays: readonly FlyMachine[] },
): Cure {
  const keep = `write what is there under apps.${key} to keep it, or`;
  if (serving.length === 0) return { fix: `${keep} deploy it again: all its machines are gone` };
  const removed = distinct(strays.map(groupOf)).map((group) => line`flyctl scale count ${group}=0 -a ${name} --yes`);
  const all = [...commands, ...removed];
  return all.length === 0 ? { fix: `${keep} deploy it again` } : { fix: `${keep} put it back`, commands: all };
}

/** With `sleep: off` the proxy stops none of them (fly.io/docs/launch/autostop-autostart). */
function findStopped(app: AppBlueprint, group: ProcessGroup, machines: readonly FlyMachine[]): Broken[] {
  const ended = group.restart?.policy === "never" || group.restart?.policy === "on-failure";
  if ((group.serves && app.sleep !== "off") || (!group.serves && ended)) return [];
  const own = machines.filter((machine) => groupOf(machine) === group.name);
  const stopped = own.filter(({ state }) => ["stopped", "suspended", "failed"].includes(state));
  if (stopped.length === 0) return [];
  const ids = stopped.map(({ id }) => id).sort();
  const which = stopped.map(({ id, state, region }) => `${id} in ${region} is ${state}`).sort();
  return [
    {
      resource: nameMachines(app),
      condition: which.join(", "),
      what: `Its machines never sleep, but ${which.join(", ")}.`,
      cure: {
        fix: "see why, then start what is stopped",
        commands: [line`flyctl logs -a ${app.name}`, line`flyctl machine start ${ids} -a ${app.name}`],
      },
    },
  ];
}

/** A machine of the app itself: not one for a release command, a check or a console (fly-go, `fly_app_*`), and not one that is going. */
function isServing({ state, config }: FlyMachine): boolean {
  // https://fly.io/docs/machines/machine-states: a destroyed machine stays listed for a while.
  if (state === "destroyed" || state === "destroying") return false;
  return !groupOf({ config }).startsWith("fly_app_");
}

/** flyctl names the group in the machine's metadata. */
function groupOf({ config }: Pick<FlyMachine, "config">): string {
  return config?.metadata?.["fly_process_group"] ?? "app";
}

/** The image is ours to compare where the config names it; a tag leads to another digest when it is pushed again. */
function compareImages({ image }: AppBlueprint, machines: readonly FlyMachine[]): PropertyChange[] {
  if (image === undefined) return [];
  const found = distinct(
    machines.flatMap(({ config }) => (typeof config?.["image"] === "string" ? [config["image"]] : [])),
  );
  return found.filter((one) => !isImage(one, image)).map((one) => difference("image", image, one));
}

/** Docker's own registry and its `library` are left out by people, and flyctl pins what it deploys by its digest. */
function isImage(found: string, declared: string): boolean {
  const bare = (name: string) =>
    name.replace(/^(registry-1\.)?docker(-hub-mirror\.fly)?\.io\//, "").replace(/^library\//, "");
  const [plain, wanted] = [bare(found), bare(declared)];
  return plain === wanted || plain.startsWith(`${wanted}@`);
}

function compareCounts({ regions }: ProcessGroup, machines: readonly FlyMachine[]): Record<string, PropertyChange> {
  const found = (region: string) => machines.filter((machine) => machine.region === region).length;
  const named = distinct([...Object.keys(regions), ...machines.map(({ region }) => region)]);
  const entries = named.flatMap((region) => {
    const [before, after] = [regions[region] ?? 0, found(region)];
    return before === after ? [] : [[region, difference(`regions.${region}`, before, after)] as const];
  });
  return Object.fromEntries(entries);
}

function compareSizes({ machine }: ProcessGroup, machines: readonly FlyMachine[]): PropertyChange[] {
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
