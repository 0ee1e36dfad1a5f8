import type { Blueprint } from "../../components/blueprint.ts";
import { deployTokenPath, STORAGE } from "../../components/rotation.ts";
import { isOwn } from "../../config/scope.ts";
import { addressOf, type Deferred, deferredParts, type Template } from "../../config/template.ts";

/** A key or a secret that a stack makes and can make anew. */
export interface Rotatable {
  /** As under `rotations`. */
  readonly path: string;
  readonly kind: "storage" | "deploy token" | "generated";
  /** Type of its resource, and the logical name of the first. */
  readonly type: string;
  readonly first: string;
}

/** A place that gets a secret. */
export interface Consumer {
  readonly stack: string;
  /** Such as `apps.api.secrets.DATABASE_URL`. */
  readonly path: string;
  /**
   * When what runs has another one: `restart`, in the same up, of each machine of an app; `deploy`, only at the next deployment;
   * `run`, at the next run of a workflow; `hand`, on developers' machines.
   */
  readonly takes: "restart" | "deploy" | "run" | "hand";
  /** The app's name at Fly, of one that restarts. */
  readonly app?: string;
  /** It stays as its vendor has it. */
  readonly kept: boolean;
  /** It gets the one before, too. */
  readonly previous: boolean;
}

/** A place with what it is made of. */
export interface SecretPlace extends Omit<Consumer, "previous" | "stack"> {
  readonly template: Template;
}

/** Everything that a stack makes at random or has issued, and can make anew. */
export function rotatablesOf({ apps, generated, storageKey, tier }: Blueprint): Rotatable[] {
  const tokens = tier === "development" || tier === "review" ? [] : apps.filter(isOwn);
  return [
    ...(storageKey ? [{ path: STORAGE, kind: "storage", type: "parity:r2:Credentials", first: STORAGE } as const] : []),
    ...tokens.map(({ key }) => {
      const path = deployTokenPath(key);
      return { path, kind: "deploy token", type: "parity:fly:DeployToken", first: key } as const;
    }),
    ...generated.map(({ key }) => {
      return { path: key, kind: "generated", type: "parity:index:GeneratedSecret", first: key } as const;
    }),
  ];
}

/** Every place of a stack that a secret may go to. */
export function secretPlacesOf({ apps, sites, pipeline }: Blueprint): SecretPlace[] {
  const placesOf = (
    path: string,
    { secrets, kept }: { readonly secrets: { readonly [name: string]: Template }; readonly kept: readonly string[] },
    how: Pick<Consumer, "takes" | "app">,
  ) =>
    Object.entries(secrets).map(([name, template]) => ({
      ...{ path: `${path}.${name}`, template, kept: kept.includes(name) },
      ...how,
    }));
  return [
    ...apps.flatMap((app) => {
      const rolls = { takes: "restart", app: app.name } as const;
      const takes = app.ownership.in === "local" ? "hand" : "deploy";
      return placesOf(`apps.${app.key}.secrets`, app, isOwn(app) && app.rollout === "rolling" ? rolls : { takes });
    }),
    ...sites.flatMap((site) => {
      const takes = site.ownership.in === "local" ? "hand" : "deploy";
      return placesOf(`sites.${site.key}.secrets`, site, { takes });
    }),
    ...(pipeline ? placesOf("pipeline.secrets", pipeline, { takes: "run" }) : []),
  ];
}

/**
 * Everything that gets a key of a stack, in this stack and in those that read it from there, and so on: in an order in which the
 * stacks can be brought up.
 */
export function findConsumers(one: Rotatable, owner: Blueprint, all: Iterable<Blueprint>): Consumer[] {
  const found = [...consumersIn(owner, (part) => isMadeBy(one, part)), ...tokenConsumers(one, owner)];
  const others = [...all].filter(({ stack }) => stack !== owner.stack);
  for (let known = 0; known < found.length; ) {
    known = found.length;
    const affected = new Set(found.map(({ stack, path }) => `${stack}/${path}`));
    for (const reader of others.filter(({ stack }) => !found.some((consumer) => consumer.stack === stack))) {
      found.push(...consumersIn(reader, (part) => affected.has(`${part.stack}/${addressOf(part)}`)));
    }
  }
  return found;
}

function consumersIn(blueprint: Blueprint, isIt: (part: Deferred) => boolean): Consumer[] {
  return secretPlacesOf(blueprint).flatMap(({ template, ...place }) => {
    const parts = deferredParts(template).filter(isIt);
    if (parts.length === 0) return [];
    return { ...place, stack: blueprint.stack, previous: parts.some(({ output }) => output === "previous") };
  });
}

function isMadeBy({ kind, path }: Rotatable, { of, key, stack }: Deferred): boolean {
  if (stack !== undefined) return false;
  return kind === "storage" ? of === "storage" : of === "generated" && key === path;
}

function tokenConsumers({ kind, first }: Rotatable, { stack, pipeline }: Blueprint): Consumer[] {
  if (kind !== "deploy token" || !pipeline) return [];
  const names = Object.entries(pipeline.tokens).flatMap(([name, { app }]) => (app === first ? [name] : []));
  return names.map((name) => ({
    ...({ stack, path: `pipeline.secrets.${name}`, takes: "run", previous: false } as const),
    kept: pipeline.kept.includes(name),
  }));
}
