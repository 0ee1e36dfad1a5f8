import type { Blueprint } from "../../components/blueprint.ts";
import { type Deferred, deferredParts, type Template } from "../../config/template.ts";
import { describeSources } from "../../documents/value-source.ts";
import { findConsumers, rotatablesOf, secretPlacesOf } from "./consumers.ts";

/** One source of secrets, and everything that gets it. Holds no value. */
export interface SecretSource {
  /** Such as `only a person has it (PARTNER)`. */
  readonly source: string;
  /** What kind of thing it comes from. */
  readonly of: Deferred["of"] | "deploy token";
  readonly key: string;
  /** The stack that has it, when it is another one. */
  readonly stack?: string;
  /** Of a person's: whether the stack's file has a value. */
  readonly set?: boolean;
  /** Where it goes, such as `apps.api.secrets.DATABASE_URL`. */
  readonly consumers: readonly string[];
  /** Fly apps whose machines restart one by one when it changes. Others take it at their next deploy. */
  readonly rolls: readonly string[];
}

/** Every secret of an environment by where it comes from, in the order in which things are declared. */
export function listSecrets(blueprint: Blueprint, given: readonly string[]): SecretSource[] {
  const found = new Map<string, { part: Deferred; consumers: string[]; rolls: string[] }>();
  for (const { path, template, app } of secretPlacesOf(blueprint)) {
    for (const part of deferredParts(template).filter(({ secret }) => secret)) {
      // Halves of the storage key, and a generated value and the one before it, are one thing that is rotated.
      const output = part.of === "storage" || part.of === "generated" ? "" : part.output;
      const key = `${part.of} ${part.key} ${part.stack ?? ""} ${output}`;
      const entry = found.get(key) ?? { part: { ...part, output }, consumers: [], rolls: [] };
      found.set(key, entry);
      if (!entry.consumers.includes(path)) entry.consumers.push(path);
      if (app !== undefined && !entry.rolls.includes(app)) entry.rolls.push(app);
    }
  }
  return [
    ...[...found.values()].map(({ part, consumers, rolls }) => ({
      source: sourceOf(part, blueprint),
      ...{ of: part.of, key: part.key, consumers, rolls },
      ...(part.stack !== undefined && { stack: part.stack }),
      ...(part.of === "secret" && { set: given.includes(part.key) }),
    })),
    ...tokensOf(blueprint),
  ];
}

/** Deploy tokens that this stack has issued for its pipeline. */
function tokensOf(blueprint: Blueprint): SecretSource[] {
  return rotatablesOf(blueprint).flatMap((one) => {
    const consumers = findConsumers(one, blueprint, []).filter(({ kept }) => !kept);
    if (one.kind !== "deploy token" || consumers.length === 0) return [];
    const app = blueprint.apps.find(({ key }) => key === one.first)?.name ?? one.first;
    const common = { of: "deploy token", key: one.path, rolls: [] } as const;
    return [{ ...common, source: `deploy token of the app ${app}`, consumers: consumers.map(({ path }) => path) }];
  });
}

/** The two halves of the storage key are one thing that is rotated. */
function sourceOf(part: Deferred, blueprint: Blueprint): string {
  const template: Template = { parts: [part] };
  return part.of === "storage" ? "this environment's R2 key" : (describeSources(template, blueprint)[0] ?? "");
}
