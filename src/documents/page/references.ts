import type { Blueprint } from "../../components/blueprint.ts";
import type { Ownership } from "../../config/scope.ts";
import type { Templates } from "../../config/template.ts";
import { known, type Template } from "../../config/template.ts";
import { flyInternalHost } from "../../vendors/fly/app-name.ts";

/** One thing of an environment that uses another: `to` in the stack `stack`, which may be its owner's. */
export interface Reference {
  readonly from: string;
  readonly to: string;
  readonly stack: string;
}

/**
 * Who uses whom, as far as values tell: the host of an app, a value of a database, a key of the buckets. And a site's
 * slot uses its owner's Pages project.
 */
export function referencesOf(blueprint: Blueprint): Reference[] {
  const { apps, sites, stack } = blueprint;
  const values = (...kinds: readonly Templates[]) => kinds.flatMap((texts) => Object.values(texts));
  const readers = [
    ...apps.map((app) => ({ from: `apps.${app.key}`, texts: values(app.buildArgs, app.variables, app.secrets) })),
    ...sites.map((site) => ({ from: `sites.${site.key}`, texts: values(site.variables, site.secrets) })),
  ];
  const slots = sites.flatMap(({ key, ownership, slot }) =>
    ownership.in === "owner" && slot !== undefined
      ? [{ from: `sites.${key}`, to: `sites.${key}`, stack: ownerOf(ownership, stack) }]
      : [],
  );
  return [
    ...readers.flatMap(({ from, texts }) =>
      texts.flatMap((text) => targetsOf(text, blueprint).map((target) => ({ from, ...target }))),
    ),
    ...slots,
  ].filter(({ from, to, stack: at }) => from !== to || at !== stack);
}

function targetsOf(text: Template, { apps, buckets, stack }: Blueprint): Omit<Reference, "from">[] {
  const words = (known(text) ?? "").split("/");
  const named = apps
    .filter(({ host, name }) => words.some((word) => word === host || word.split(":")[0] === flyInternalHost(name)))
    .map(({ key, ownership }) => ({ to: `apps.${key}`, stack: ownerOf(ownership, stack) }));
  const late = text.parts.flatMap((part) => {
    if (typeof part === "string") return [];
    if (part.of === "database") return [{ to: `databases.${part.key}`, stack: part.stack ?? stack }];
    if (part.of !== "storage") return [];
    return buckets.map(({ key, ownership }) => ({ to: `buckets.${key}`, stack: ownerOf(ownership, stack) }));
  });
  return [...named, ...late];
}

function ownerOf(ownership: Ownership, stack: string): string {
  return ownership.in === "owner" ? ownership.stack : stack;
}
