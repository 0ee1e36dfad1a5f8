import { servesHttp } from "./exposure.ts";
import type { AppConfig } from "./schema.ts";

/** Machines that run one command. */
export interface ProcessGroup {
  readonly name: string;
  /** Absent: the image's own. */
  readonly command?: string;
  /** Machines by region; the first is primary. */
  readonly regions: { readonly [region: string]: number };
  readonly machine: AppConfig["machine"];
  readonly restart?: AppConfig["restart"];
  /** Whether Fly's proxy passes something to its machines: only those it wakes again are put to sleep. */
  readonly serves: boolean;
}

/** What flyctl calls the machines of an app without process groups (fly-go, MachineProcessGroupApp). */
const ONLY_GROUP = "app";

/** The process groups of an app, of which the first serves its port. An app that names none has one. */
export function groupsOf(app: AppConfig, region: string | undefined): [ProcessGroup, ...ProcessGroup[]] {
  const { processes, machine } = app;
  const restartOf = (restart = app.restart) => restart !== undefined && { restart };
  const regions = app.regions ?? (region === undefined ? {} : { [region]: 1 });
  const [first = ONLY_GROUP] = Object.keys(processes);
  const served = Object.values(app.services).map(({ process = first }) => process);
  const serves = (name: string) => (name === first && servesHttp(app)) || served.includes(name);
  const groups = Object.entries(processes).map(([name, own]) => ({
    ...{ name, command: own.command, serves: serves(name) },
    ...{ regions: own.regions ?? regions, machine: own.machine ?? machine, ...restartOf(own.restart) },
  }));
  const only = { name: ONLY_GROUP, regions, machine, ...restartOf(), serves: serves(ONLY_GROUP) };
  const [one = only, ...others] = groups;
  return [one, ...others];
}

/** Whether an app has the one group that nobody has named: then flyctl needs no name of it. */
export function isUnnamed([first, ...others]: readonly ProcessGroup[]): boolean {
  return others.length === 0 && first?.name === ONLY_GROUP;
}

/** The group that a service, a check or a volume belongs to. */
export function groupNamed(name: string | undefined, groups: readonly ProcessGroup[]): ProcessGroup | undefined {
  return name === undefined ? groups[0] : groups.find((group) => group.name === name);
}
