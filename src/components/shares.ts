import { addressOf, type Deferred, deferred, deferredParts, type Templates, without } from "../config/template.ts";
import type { Blueprint } from "./blueprint.ts";
import { deferredOutputs } from "./database/outputs.ts";

type Things = Pick<Blueprint, "apps" | "databases" | "sites">;

/** What other stacks may read of the things that this one owns for them. */
export function sharesOf({ apps, databases, sites }: Things): Blueprint["shares"] {
  const owned = <T extends { shared?: unknown; ownership: { in: string } }>(things: readonly T[]) =>
    things.filter(({ shared, ownership }) => shared !== undefined && ownership.in === "stack");
  const values = (key: string, kind: string, templates: Templates) =>
    Object.entries(templates).map(([name, template]) => ({ address: `apps.${key}.${kind}.${name}`, template }));
  const share = (part: Deferred) => ({ address: addressOf(part), template: deferred(part) });
  return [
    ...owned(apps).flatMap(({ key, secrets, variables, kept }) => [
      ...values(key, "secrets", without(secrets, kept)),
      ...values(key, "variables", variables),
    ]),
    ...owned(databases).flatMap(({ key }) =>
      Object.entries(deferredOutputs).map(([output, secret]) => share({ of: "database", key, output, secret })),
    ),
    ...owned(sites).map(({ key }) => share({ of: "site", key, output: "subdomain", secret: false })),
  ];
}

/**
 * What a developer's machine needs to run the apps, for its `.env`: every value of theirs that this stack makes.
 * Values that only a person has are not among them; they are asked for nowhere in development.
 */
export function localValuesOf({ apps, databases, sites }: Things): Blueprint["shares"] {
  const contained = databases.filter(({ provider }) => provider === "docker").map(({ key }) => key);
  const isMadeHere = ({ of, key, stack }: Deferred) =>
    of !== "secret" && stack === undefined && !(of === "database" && contained.includes(key));
  const templates = [...apps, ...sites].flatMap(({ variables, secrets }) => [
    ...Object.values(variables),
    ...Object.values(secrets),
  ]);
  const made = templates.flatMap(deferredParts).filter(isMadeHere);
  const byAddress = new Map(made.map((part) => [addressOf(part), deferred(part)]));
  return [...byAddress].map(([address, template]) => ({ address, template }));
}
