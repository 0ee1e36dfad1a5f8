import * as pulumi from "@pulumi/pulumi";
import type { Blueprint } from "../components/blueprint.ts";
import type { Deferred, Template } from "../config/template.ts";
import { refused } from "../environment/refused.ts";
import { Problem } from "../problem/problem.ts";

/** The things of an environment as types/index.d.ts has them, by their keys. What is not known yet is an output. */
export interface Things {
  readonly apps: { readonly [key: string]: { readonly name: string; readonly url?: string } };
  readonly databases: { readonly [key: string]: ReturnType<typeof databaseOf> };
  readonly buckets: { readonly [key: string]: { readonly name: string } };
  readonly sites: { readonly [key: string]: { readonly project: string; readonly url: pulumi.Output<string> } };
}

/** @param fill gives a template its values, once they are there */
export function thingsOf(
  { apps, databases, buckets, sites }: Blueprint,
  fill: (template: Template) => pulumi.Output<string>,
): Things {
  return {
    apps: byKey(apps, ({ name: app, url }) => ({ name: app, ...(url !== undefined && { url }) })),
    databases: byKey(databases, (database) => databaseOf(database, fill)),
    buckets: byKey(buckets, ({ name: bucket }) => ({ name: bucket })),
    sites: byKey(sites, ({ project, url }) => ({ project, url: fill(url) })),
  };
}

type Database = Blueprint["databases"][number];

function databaseOf(
  { key, name, database, role, provider, ownership }: Database,
  fill: (template: Template) => pulumi.Output<string>,
) {
  const connection = (output: string): pulumi.Output<string> => {
    if (ownership.in !== "stack" || provider === "docker") throw refused([notDeclared(key)]);
    const part: Deferred = { of: "database", key, output, secret: true };
    return pulumi.secret(fill({ parts: [part] }));
  };
  return {
    ...{ name, database, role },
    get url() {
      return connection("url");
    },
    get pooledUrl() {
      return connection("pooledUrl");
    },
  };
}

function notDeclared(key: string): Problem {
  return new Problem({
    code: "not-declared",
    where: { path: ["databases", key] },
    what: `This stack does not declare the database "${key}", so that it cannot tell how to connect to it.`,
    fix: "read the connection where the stack declares it, or name it in the system as ${databases.….url}",
  });
}

function byKey<T extends { readonly key: string }, U>(things: readonly T[], show: (thing: T) => U) {
  return Object.fromEntries(things.map((thing) => [thing.key, show(thing)]));
}
