import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { askPulumi, requirePulumi } from "../engine/pulumi.ts";
import { typeOf } from "../engine/resource-change.ts";
import type { Creation } from "./creation.ts";

const resource = z.object({
  urn: z.string(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  parent: z.string().optional(),
  provider: z.string().optional(),
  id: z.string().optional(),
  outputs: z.record(z.string(), z.unknown()).nullish(),
});

/** As much of a checkpoint as is read here (pulumi/pulumi sdk/go/common/apitype/core.go, DeploymentV3). */
const exported = z.object({
  deployment: z
    .object({
      resources: z.array(resource).nullish(),
      pending_operations: z.array(z.object({ type: z.string(), resource })).nullish(),
    })
    .nullish(),
});

/** What a state holds, and what a run began and did not come to write into it. */
export interface StackState {
  readonly resources: readonly HeldResource[];
  readonly urns: ReadonlySet<string>;
  readonly unfinished: readonly UnfinishedOperation[];
}

/** Of what is secret, values are encrypted. */
export interface HeldResource {
  readonly type: string;
  readonly id: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface UnfinishedOperation extends Creation {
  /** `creating`, `updating`, `deleting`, `reading`, `importing`. */
  readonly operation: string;
}

/** What `pulumi stack export` writes. */
export function parseState(text: string): StackState {
  const { resources, pending_operations: pending } = exported.parse(JSON.parse(text)).deployment ?? {};
  return {
    resources: (resources ?? []).map(({ urn, id, inputs, outputs }) => ({
      ...{ type: typeOf(urn), id },
      inputs: inputs ?? {},
      outputs: outputs ?? {},
    })),
    urns: new Set(resources?.map(({ urn }) => urn)),
    unfinished: (pending ?? []).map(({ type, resource: { urn, inputs, parent, provider } }) => ({
      ...{ operation: type, urn, parent, provider },
      inputs: inputs ?? {},
    })),
  };
}

/**
 * The state of a stack, whose secrets stay encrypted.
 * @throws Problem in the engine's own words when there is none to read
 */
export async function readState({ project, stack }: { project: string; stack: string }): Promise<StackState> {
  await requirePulumi();
  const folder = mkdtempSync(join(tmpdir(), "parity-state-"));
  const file = join(folder, "state.json");
  try {
    await askPulumi(["-C", project, "stack", "export", "--stack", stack, "--file", file]);
    return parseState(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
