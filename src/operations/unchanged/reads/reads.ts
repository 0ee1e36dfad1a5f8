import type { StateResource } from "../state-file.ts";
import { cloudflareReads } from "./cloudflare.ts";
import { flyReads } from "./fly.ts";
import { githubReads } from "./github.ts";
import { neonReads } from "./neon.ts";
import { type Held, type Read, type ReadsOf, UnknownState } from "./read.ts";

const none: ReadsOf = () => [];

/** By type: what a refresh reads of it. The value of a type that is not here is not known without the engine. */
export const readsByType: { readonly [type: string]: ReadsOf } = {
  ...flyReads,
  ...neonReads,
  ...cloudflareReads,
  ...githubReads,
  "parity:index:GeneratedSecret": none,
  "parity:index:Lineage": none,
};

/**
 * Every request that tells whether a stack's things are as they were, each once; `undefined` where a state holds what only the engine
 * can read.
 */
export function readsOf(resources: readonly StateResource[]): readonly Read[] | undefined {
  const settings = new Map(resources.map(({ urn, id, inputs }) => [`${urn}::${id}`, inputs ?? {}]));
  const reads = new Map<string, Read>();
  try {
    for (const resource of resources) {
      if (!resource.custom || resource.type.startsWith("pulumi:")) continue;
      const held: Held = { ...resource, id: resource.id ?? "", settings: settings.get(resource.provider ?? "") ?? {} };
      const own = readsByType[resource.type]?.(held);
      if (own === undefined) return undefined;
      for (const read of own) reads.set(JSON.stringify(read), read);
    }
  } catch (error) {
    if (error instanceof UnknownState) return undefined;
    throw error;
  }
  return [...reads.values()];
}
