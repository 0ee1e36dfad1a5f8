import { CloudError } from "../../clouds/call/cloud-error.ts";
import type { GithubClient } from "../../clouds/github/client.ts";
import type { DeploymentPolicy } from "../../clouds/github/deployment-policies.ts";
import type { Protection } from "../../clouds/github/protection.ts";
import type { Ruleset } from "../../clouds/github/rulesets.ts";
import type { Setting } from "./settings.ts";

/** What could not be read is not known: it is neither there nor missing. */
export type Read<T> = T | CloudError;

export interface ExistingEnvironment {
  readonly protection: Protection;
  readonly policies: readonly DeploymentPolicy[];
  readonly secrets: readonly string[];
}

/** What a repository has of what its settings are about. */
export interface Existing {
  /** By name as it is asked for; `undefined`: there is none. */
  readonly environments: ReadonlyMap<string, Read<ExistingEnvironment | undefined>>;
  readonly labels: Read<readonly string[]>;
  readonly rulesets: Read<readonly Ruleset[]>;
}

/** Reads only. */
export async function readExisting(settings: readonly Setting[], github: GithubClient): Promise<Existing> {
  const names = settings.flatMap((setting) => (setting.kind === "environment" ? [setting.name] : []));
  const has = (kind: Setting["kind"]) => settings.some((setting) => setting.kind === kind);
  const [environments, labels, rulesets] = await Promise.all([
    Promise.all(names.map(async (name) => [name, await attempt(() => readEnvironment(name, github))] as const)),
    has("label") ? attempt(() => github.labels.list()) : [],
    has("ruleset") ? attempt(() => github.rulesets.list()) : [],
  ]);
  return { environments: new Map(environments), labels, rulesets };
}

async function readEnvironment(name: string, github: GithubClient): Promise<ExistingEnvironment | undefined> {
  const protection = await github.environments.read(name);
  if (!protection) return undefined;
  const [policies, secrets] = await Promise.all([
    github.deploymentPolicies.list(name),
    github.environmentValues.secrets(name),
  ]);
  return { protection, policies: policies ?? [], secrets: secrets ?? [] };
}

async function attempt<T>(read: () => Promise<T>): Promise<Read<T>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CloudError) return error;
    throw error;
  }
}
