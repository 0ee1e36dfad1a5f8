import type { Blueprint } from "../../components/blueprint.ts";
import { type Deferred, deferredParts, type Template, type Templates } from "../../config/template.ts";
import { describeSources } from "../../documents/value-source.ts";

/** One source of secrets, and everything that gets it. Holds no value. */
export interface SecretSource {
  /** Such as `only a person has it (PARTNER)`. */
  readonly source: string;
  /** What kind of thing it comes from. */
  readonly of: Deferred["of"];
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
  const take = (path: string, templates: Templates, app?: { readonly name: string; readonly rollout: string }) => {
    for (const [name, template] of Object.entries(templates)) {
      for (const part of deferredParts(template).filter(({ secret }) => secret)) {
        const key = `${part.of} ${part.key} ${part.stack ?? ""} ${part.of === "storage" ? "" : part.output}`;
        const entry = found.get(key) ?? { part, consumers: [], rolls: [] };
        found.set(key, entry);
        entry.consumers.push(`${path}.${name}`);
        if (app?.rollout === "rolling" && !entry.rolls.includes(app.name)) entry.rolls.push(app.name);
      }
    }
  };
  for (const app of blueprint.apps) take(`apps.${app.key}.secrets`, app.secrets, app);
  for (const site of blueprint.sites) take(`sites.${site.key}.secrets`, site.secrets);
  take("pipeline.secrets", blueprint.pipeline?.secrets ?? {});
  return [...found.values()].map(({ part, consumers, rolls }) => ({
    source: sourceOf(part, blueprint),
    ...{ of: part.of, key: part.key, consumers, rolls },
    ...(part.stack !== undefined && { stack: part.stack }),
    ...(part.of === "secret" && { set: given.includes(part.key) }),
  }));
}

/** The two halves of the storage key are one thing that is rotated. */
function sourceOf(part: Deferred, blueprint: Blueprint): string {
  const template: Template = { parts: [part] };
  return part.of === "storage" ? "this environment's R2 key" : (describeSources(template, blueprint)[0] ?? "");
}
