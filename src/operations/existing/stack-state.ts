import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { Problem } from "../../problem/problem.ts";
import { askPulumi, requirePulumi } from "../engine/pulumi.ts";
import { typeOf } from "../engine/resource-change.ts";
import type { Attempt, Properties } from "./attempt.ts";
import { exportFromFolder } from "./state-folder.ts";

const resource = z.object({
  urn: z.string(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  outputs: z.record(z.string(), z.unknown()).nullish(),
  parent: z.string().optional(),
  provider: z.string().optional(),
  id: z.string().optional(),
  created: z.string().optional(),
  modified: z.string().optional(),
});

/** As much of a checkpoint as is read here (pulumi/pulumi sdk/go/common/apitype/core.go, DeploymentV3). */
const exported = z.object({
  deployment: z
    .object({
      manifest: z.object({ time: z.string() }).optional(),
      resources: z.array(resource).nullish(),
      pending_operations: z.array(z.object({ type: z.string(), resource })).nullish(),
    })
    .nullish(),
});

/** Where a state is: the folder with Pulumi.yaml, and the stack. */
export interface Place {
  readonly project: string;
  readonly stack: string;
}

/** What a state holds, and what a run began and did not come to write into it. */
export interface StackState {
  /** When it was last written. */
  readonly written: string | undefined;
  readonly resources: readonly HeldResource[];
  readonly urns: ReadonlySet<string>;
  readonly unfinished: readonly UnfinishedOperation[];
}

/** Of what is secret, values are encrypted. */
export interface HeldResource extends Properties {
  readonly urn: string;
  readonly type: string;
  readonly id: string | undefined;
  /** When the state first held it, and when the engine last changed it, in RFC 3339. */
  readonly created: string | undefined;
  readonly modified: string | undefined;
}

export interface UnfinishedOperation extends Attempt {
  /** `creating`, `updating`, `deleting`, `reading`, `importing`. */
  readonly operation: string;
}

/** What `pulumi stack export` writes. */
export function parseState(text: string): StackState {
  const { manifest, resources, pending_operations: pending } = exported.parse(JSON.parse(text)).deployment ?? {};
  const held = new Map((resources ?? []).map((one) => [one.urn, propertiesOf(one)]));
  return {
    written: manifest?.time,
    resources: (resources ?? []).map((one) => ({
      ...{ urn: one.urn, type: typeOf(one.urn), id: one.id, created: one.created, modified: one.modified },
      ...propertiesOf(one),
    })),
    urns: new Set(held.keys()),
    unfinished: (pending ?? []).map(({ type, resource: one }) => ({
      ...{ operation: type, urn: one.urn, parent: one.parent, provider: one.provider, held: held.get(one.urn) },
      ...{ inputs: one.inputs ?? {}, since: manifest && new Date(manifest.time) },
    })),
  };
}

function propertiesOf({ inputs, outputs }: z.infer<typeof resource>): Properties {
  return { inputs: inputs ?? {}, outputs: outputs ?? {} };
}

/**
 * The state of a stack, whose secrets stay encrypted.
 * @throws Problem in the engine's own words when there is none to read
 */
export async function readState({ project, stack }: Place, env = process.env): Promise<StackState> {
  const text = exportFromFolder({ project, stack }, env);
  if (text !== undefined) return parseState(text);
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

/** The same, or none where it cannot be read: whatever runs next says why. */
export async function tryToReadState(place: Place): Promise<StackState | undefined> {
  try {
    return await readState(place);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
