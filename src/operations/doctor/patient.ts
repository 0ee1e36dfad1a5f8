import type { Blueprint } from "../../components/blueprint.ts";
import type { Vendor } from "../../components/needs.ts";
import type { Project, ResolvedProject } from "../../components/project.ts";
import { Problem } from "../../problem/problem.ts";
import { type Clouds, connectFromEnvironment } from "../../provider/clouds.ts";
import { type Backend, readBackend } from "./backend.ts";

/** The project that is looked at, and who is asked about it. */
export interface Patient {
  readonly project: Project;
  readonly resolved: ResolvedProject;
  /** Names of those that are looked at. */
  readonly stacks: readonly string[];
  /** Of these, as far as their config is right. */
  readonly blueprints: readonly Blueprint[];
  readonly backend: Promise<Backend>;
  readonly clouds: Clouds;
  /** Holds tokens, addresses and the passphrase. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly today: Date;
}

/** How long a vendor may take, with what is repeated meanwhile. */
const LIMIT_MS = 30_000;

/**
 * Reads the files, and begins to ask the backend.
 * @param stack the only one to look at; default: every one that has a file
 * @throws Problem when there is no such stack, or none
 */
export function admit(project: Project, stack: string | undefined, env: NodeJS.ProcessEnv, today: Date): Patient {
  const written = project.stacks.map((one) => one.stack);
  const stacks = stack === undefined ? written : written.filter((one) => one === stack);
  if (stacks.length === 0) {
    throw new Problem({
      code: "no-such-stack",
      what: `There is no stack ${stack === undefined ? "" : `"${stack}" `}in ${project.folder}.`,
      fix: written.length === 0 ? "write Pulumi.<stack>.yaml" : `name one of: ${written.join(", ")}`,
    });
  }
  const resolved = project.resolve();
  const backend = readBackend(project.folder);
  // Whoever waits for it hears of its failure; until then it is nobody's.
  backend.catch(() => undefined);
  const signal = AbortSignal.timeout(LIMIT_MS);
  return {
    ...{ project, resolved, stacks, backend, env, signal, today },
    blueprints: stacks.flatMap((one) => resolved.blueprints.get(one) ?? []),
    clouds: connectFromEnvironment(env, signal),
  };
}

/** Stacks that have things at a vendor, as far as their config tells. */
export function stacksAt(vendor: Vendor, { stacks, resolved }: Patient): string[] {
  return stacks.filter((stack) => resolved.resolutions.get(stack)?.vendors.includes(vendor));
}

/** Names of the stacks that the backend has with something in them. */
export async function stacksUp({ backend }: Patient): Promise<ReadonlySet<string>> {
  const { stacks } = await backend;
  return new Set(stacks.flatMap(({ name, resources }) => (resources > 0 ? [name] : [])));
}
