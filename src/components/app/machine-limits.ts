import type { Path } from "../../problem/path.ts";
import { flyMachineSizeProblem, flyMemoryProblem } from "../../vendors/fly/machine-sizes.ts";
import { flyRegionProblem } from "../../vendors/fly/regions.ts";
import { flyVolumeNameProblem } from "../../vendors/fly/volume-name.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import { groupNamed, groupsOf } from "./groups.ts";
import type { AppConfig } from "./schema.ts";

/** What Fly would refuse of an app's machines, their groups, their disks and the way a deploy replaces them. */
export function checkMachines(app: Thing<AppConfig>, graph: SystemGraph): void {
  const { config, path } = app;
  checkSize(config.machine, [...path, "machine"], graph);
  checkRegions(config.regions, [...path, "regions"], graph);
  if (!config.regions) graph.accept(["fly", "region"], graph.scope.system.fly?.region, flyRegionProblem);
  for (const [name, { machine, regions }] of Object.entries(config.processes)) {
    if (machine) checkSize(machine, [...path, "processes", name, "machine"], graph);
    checkRegions(regions, [...path, "processes", name, "regions"], graph);
  }
  checkGroupNames(app, graph);
  checkVolumes(app, graph);
  checkStrategy(app, graph);
  checkImage(app, graph);
}

function checkSize({ size, memory }: AppConfig["machine"], path: Path, graph: SystemGraph): void {
  graph.accept([...path, "size"], size, flyMachineSizeProblem);
  graph.accept([...path, "memory"], memory, (megabytes) => flyMemoryProblem(size, megabytes));
}

function checkRegions(regions: AppConfig["regions"], path: Path, graph: SystemGraph): void {
  for (const region of Object.keys(regions ?? {})) graph.accept([...path, region], region, flyRegionProblem);
}

/** Services, checks and disks name groups that there are. */
function checkGroupNames({ key, config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  const groups = groupsOf(config, undefined);
  const known = groups.map(({ name }) => name);
  for (const field of ["services", "checks", "volumes"] as const) {
    for (const [name, one] of Object.entries(config[field])) {
      const process = "process" in one ? one.process : undefined;
      if (groupNamed(process, groups)) continue;
      graph.report("unknown-process", [...path, field, name, "process"], {
        what: `"${key}" has no process group "${process}".`,
        fix: `write one of ${known.join(", ")}, or add it to "processes"`,
      });
    }
  }
}

/** A machine has one volume at most (fly.io/docs/volumes/overview). */
function checkVolumes({ config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  const groups = groupsOf(config, undefined);
  const volumes = Object.entries(config.volumes);
  for (const [index, [name, { process }]] of volumes.entries()) {
    graph.accept([...path, "volumes", name], name, flyVolumeNameProblem);
    const group = groupNamed(process, groups);
    const other = volumes.slice(0, index).find(([, one]) => groupNamed(one.process, groups) === group);
    if (!group || !other) continue;
    graph.report("second-volume", [...path, "volumes", name], {
      what: `The machines of "${group.name}" would have two volumes: ${other[0]} and ${name}.`,
      why: "A Fly machine has one volume at most (fly.io/docs/volumes/overview).",
      fix: "keep both in folders of one volume, or give one to another process group",
    });
  }
}

/** Both make new machines beside the old ones, and a volume is on one machine (fly.io/docs/reference/configuration, deploy). */
function checkStrategy({ key, config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  const { strategy, volumes, health, checks, services } = config;
  if (strategy !== "bluegreen" && strategy !== "canary") return;
  if (Object.keys(volumes).length > 0) {
    graph.report("strategy-with-volume", [...path, "strategy"], {
      what: `"${strategy}" does not go with the volumes of "${key}".`,
      why: "It starts new machines beside the old ones, which keep their volumes.",
      fix: "write rolling, or immediate",
    });
  }
  const asked = [health, ...Object.values(checks), ...Object.values(services).map((service) => service.health)];
  if (strategy === "bluegreen" && !asked.some((one) => one !== undefined && one.type !== "command")) {
    graph.report("strategy-without-check", [...path, "strategy"], {
      what: `"bluegreen" needs a check, and "${key}" has none.`,
      why: "Fly moves requests to the new machines once their checks pass.",
      fix: 'add "health: /<path that answers 200>", or "health: tcp"',
    });
  }
}

/** What is deployed as it is, is not built. */
function checkImage({ key, config, path }: Thing<AppConfig>, graph: SystemGraph): void {
  if (config.image === undefined) return;
  const said = {
    ...{ dockerfile: config.dockerfile !== undefined, target: config.target !== undefined },
    buildArgs: Object.keys(config.buildArgs).length > 0,
  };
  for (const [field] of Object.entries(said).filter(([, is]) => is)) {
    graph.report("image-and-build", [...path, field], {
      what: `"${key}" is deployed from an image, and "${field}" says how to build one.`,
      fix: `remove "image" or "${field}"`,
    });
  }
}
