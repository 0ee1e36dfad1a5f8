import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A resource as a state holds it. Of what is secret, values are encrypted. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly provider?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A state at rest: nobody works at it, and no run was interrupted. */
export interface StateFile {
  readonly resources: readonly StateResource[];
  /** SHA-256 of the file, and of what the other stacks of the project say. */
  readonly digest: string;
}

/** As much of a checkpoint as is read here (pulumi/pulumi sdk/go/common/apitype/core.go, DeploymentV3). */
interface Checkpoint {
  readonly checkpoint?: {
    readonly latest?: {
      readonly resources?: readonly StateResource[];
      readonly pending_operations?: readonly unknown[];
    };
  };
}

/**
 * Where the engine's own backend keeps a stack's state in a folder (pulumi/pulumi pkg/backend/diy): `undefined` of a state that is elsewhere.
 * @param url of the backend, such as `file:///states` or `file://~`
 */
export function stateFileOf(url: string | undefined, home: string, project: string, stack: string): string | undefined {
  if (!url?.startsWith("file://")) return undefined;
  const root = url.startsWith("file://~") ? join(home, url.slice("file://~".length)) : pathOf(url);
  return root === undefined ? undefined : join(root, ".pulumi", "stacks", project, `${stack}.json`);
}

function pathOf(url: string): string | undefined {
  const { hostname, search } = new URL(url);
  return hostname === "" && search === "" ? fileURLToPath(url) : undefined;
}

/** `undefined` where there is no such state, where a run is under way, and where one was interrupted. */
export function readStateFile(file: string): StateFile | undefined {
  if (!existsSync(file) || isLocked(file)) return undefined;
  const bytes = readFileSync(file);
  const latest = parse(bytes)?.checkpoint?.latest;
  if (!latest?.resources || (latest.pending_operations ?? []).length > 0) return undefined;
  const hash = createHash("sha256").update(bytes);
  for (const [name, outputs] of othersOf(file)) hash.update(`${name} ${outputs}\n`);
  return { resources: latest.resources, digest: hash.digest("hex") };
}

/** What the other stacks of the project say: a program reads owners, and compares what values lead to. */
function othersOf(file: string): (readonly [string, string])[] {
  const names = readdirSync(dirname(file)).filter((name) => name.endsWith(".json") && name !== basename(file));
  return names.sort().map((name) => {
    const { resources = [] } = parse(readFileSync(join(dirname(file), name)))?.checkpoint?.latest ?? {};
    const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    return [name, JSON.stringify(stack?.outputs ?? null)] as const;
  });
}

function isLocked(file: string): boolean {
  const [project, stack] = [basename(dirname(file)), basename(file, ".json")];
  const folder = join(dirname(file), "..", "..", "locks", "organization", project, stack);
  return existsSync(folder) && readdirSync(folder).length > 0;
}

function parse(bytes: Buffer): Checkpoint | undefined {
  try {
    return JSON.parse(bytes.toString("utf8")) as Checkpoint;
  } catch {
    return undefined;
  }
}
