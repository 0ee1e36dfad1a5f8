import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SandboxFolder } from "./folder.ts";

/** As much of a checkpoint as is read here (pulumi/pulumi sdk/go/common/apitype/core.go, CheckpointV3). */
interface Checkpoint {
  readonly checkpoint: {
    readonly latest?: { readonly resources?: readonly { type: string; outputs?: Record<string, unknown> }[] };
  };
}

/** Names of the stacks that the sandbox's file backend holds, without starting the engine. */
export function listStacks(folder: SandboxFolder, project: string): string[] {
  const stacks = stacksFolder(folder, project);
  if (!existsSync(stacks)) return [];
  return readdirSync(stacks).flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -".json".length)] : []));
}

/** How many resources a stack holds and whether it has outputs that other stacks can read. */
export function readStack(
  folder: SandboxFolder,
  project: string,
  stack: string,
): { count: number; hasOutputs: boolean } {
  const file = join(stacksFolder(folder, project), `${stack}.json`);
  if (!existsSync(file)) return { count: 0, hasOutputs: false };
  const resources = (JSON.parse(readFileSync(file, "utf8")) as Checkpoint).checkpoint.latest?.resources ?? [];
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  return { count: resources.length, hasOutputs: Object.keys(root?.outputs ?? {}).length > 0 };
}

function stacksFolder(folder: SandboxFolder, project: string): string {
  return join(folder.state, ".pulumi", "stacks", project);
}
