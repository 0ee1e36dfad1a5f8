import type { Blueprint } from "../../components/blueprint.ts";
import { Project } from "../../components/project.ts";
import { checkBackend } from "./backend.ts";
import { checkCloudflareToken } from "./cloudflare-token.ts";
import { checkConfig } from "./config.ts";
import { checkEngine } from "./engine.ts";
import type { Finding } from "./finding.ts";
import { checkFlyToken } from "./fly-token.ts";
import { checkGithubToken } from "./github-token.ts";
import { checkLimits } from "./limits.ts";
import { checkLocks } from "./locks.ts";
import { checkNames } from "./names.ts";
import { checkNeonKey } from "./neon-key.ts";
import { checkNode } from "./node.ts";
import { checkPassphrases } from "./passphrases.ts";
import { admit, type Patient, stacksUp } from "./patient.ts";
import { checkLeftPlaceholders } from "./placeholders.ts";
import { checkPlugins } from "./plugins.ts";

export interface DoctorOptions {
  /** Folder with Pulumi.yaml. */
  readonly project: string;
  /** The only stack to look at; default: every one that has a file. */
  readonly stack?: string | undefined;
  /** Holds tokens, addresses and the passphrase. */
  readonly env: NodeJS.ProcessEnv;
  readonly today: Date;
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** The stack to bring up next; absent where all of them are up, or that is not known. */
  readonly next: string | undefined;
}

/**
 * Looks at everything that a run needs, all at once, and writes nothing anywhere.
 * @throws Problem when there is no project, or no such stack
 */
export async function examine({ project: folder, stack, env, today }: DoctorOptions): Promise<Diagnosis> {
  const project = new Project(folder);
  const patient = admit(project, stack, env, today);
  const { stacks, backend, resolved } = patient;
  const vendors = new Set(stacks.flatMap((one) => resolved.resolutions.get(one)?.vendors ?? []));
  const found = await Promise.all([
    checkNode(),
    checkEngine(env),
    checkPlugins(project.folder, vendors),
    checkBackend(backend),
    checkPassphrases(stacks, project, backend, env),
    checkLocks(stacks, project.name, backend),
    checkConfig(patient),
    checkLeftPlaceholders(patient),
    checkFlyToken(patient),
    checkNeonKey(patient),
    checkCloudflareToken(patient),
    checkGithubToken(patient),
    checkNames(patient),
    checkLimits(patient),
  ]);
  return { findings: found.flat(), next: await nextToBringUp(patient) };
}

/** One that is not up, and whose owners are. */
async function nextToBringUp(patient: Patient): Promise<string | undefined> {
  const up = await stacksUp(patient).catch(() => undefined);
  const isReady = ({ needs }: Blueprint) => needs.every(({ stack }) => stack === undefined || up?.has(stack));
  return up && patient.blueprints.find((one) => !up.has(one.stack) && isReady(one))?.stack;
}
