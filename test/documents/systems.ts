import { fileURLToPath } from "node:url";
import type { Blueprint } from "../../src/components/blueprint.ts";
import { Project } from "../../src/components/project.ts";

const folders = {
  plyr: "../../",
  relay: "../../systems/relay",
  "live-listen": "../../systems/live-listen",
  microbima: "../../systems/microbima",
  "reify-studio": "../../systems/reify-studio",
};

export type SystemName = keyof typeof folders;

export const systemNames = Object.keys(folders) as SystemName[];

export function folderOf(system: SystemName): string {
  return fileURLToPath(new URL(folders[system], import.meta.url));
}

/** The blueprints of one of the five systems, by stack; a failure that shows the problems when one has none. */
export function blueprintsOf(system: SystemName): ReadonlyMap<string, Blueprint> {
  const project = new Project(folderOf(system));
  const { blueprints, problems } = project.resolve();
  const missing = project.stacks.map(({ stack }) => stack).filter((stack) => !blueprints.has(stack));
  if (missing.length > 0) throw new Error(`${system}: ${JSON.stringify(missing.map((stack) => problems.get(stack)))}`);
  return blueprints;
}

export function blueprintIn(system: SystemName, stack: string): Blueprint {
  const blueprint = blueprintsOf(system).get(stack);
  if (!blueprint) throw new Error(`${system} has no stack ${stack}`);
  return blueprint;
}
