import * as pulumi from "@pulumi/pulumi";
import type { Reach } from "../components/endpoints.ts";
import { missingSecrets, unsentSecrets } from "../components/secret/missing.ts";
import type { Problem } from "../problem/problem.ts";
import { checkCredentials } from "./credentials.ts";
import { findLetGo } from "./let-go.ts";
import { readOwners, type Shared } from "./owners.ts";
import { checkPlaceholders } from "./placeholders.ts";
import { compareReaches } from "./reaches.ts";
import type { Resolved } from "./resolved.ts";

/** Which stack is looked around from, and what is known of it. */
export interface Seen {
  readonly project: string;
  readonly stack: string;
  readonly resolved: Pick<Resolved, "blueprint" | "secrets" | "unsent" | "vendors" | "needs" | "placeholders">;
  /** What the values of every stack lead to, by stack, as far as config says it. */
  readonly reaches: ReadonlyMap<string, readonly Reach[]>;
  /** Names of the secrets that a person has set. */
  readonly given: readonly string[];
}

export interface Surroundings {
  /** What owner stacks say, by address. */
  readonly shared: Shared["values"];
  readonly problems: readonly Problem[];
  /** Of values of the config: their paths stand in it, and whoever read it knows where. */
  readonly ofConfig: readonly Problem[];
}

/** Looks for everything that a stack needs beside its config, before anything is declared: all that is missing is told at once. */
export async function lookAround({ project, stack, resolved, reaches, given }: Seen): Promise<Surroundings> {
  const { blueprint, secrets, unsent, vendors, needs, placeholders } = resolved;
  const named = { project, stack };
  const [{ values, problems }, together, letGo] = await Promise.all([
    readOwners(
      stack,
      needs.map(({ part }) => part),
    ),
    compareReaches(stack, reaches),
    blueprint ? findLetGo(blueprint) : [],
  ]);
  return {
    shared: values,
    problems: [
      ...missingSecrets(named, secrets, given),
      ...unsentSecrets(named, unsent, given),
      ...checkCredentials(stack, vendors, process.env, isConfigured),
      ...problems,
    ],
    ofConfig: [...checkPlaceholders(placeholders, process.env), ...together, ...letGo],
  };
}

function isConfigured(key: string): boolean {
  return pulumi.runtime.getConfig(key) !== undefined;
}
