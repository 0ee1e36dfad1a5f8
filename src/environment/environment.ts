import * as pulumi from "@pulumi/pulumi";
import type { Blueprint } from "../config/blueprint.ts";
import { App } from "./app.ts";
import { declareDatabase } from "./database.ts";
import { Pipeline } from "./pipeline.ts";
import { GeneratedSecret } from "./resources.ts";
import { Site } from "./site.ts";
import { Storage } from "./storage.ts";
import { Values } from "./values.ts";

export interface EnvironmentArgs {
  readonly blueprint: Blueprint;
  /** Values a person set, by name. */
  readonly secrets: pulumi.Output<{ readonly [name: string]: string }>;
  /** What owner stacks say of the things they share, by address. */
  readonly shared: ReadonlyMap<string, pulumi.Output<string>>;
}

/** One environment of the product: every resource that its blueprint declares. */
export class Environment extends pulumi.ComponentResource {
  /** What other stacks may read of the things this one owns, by address. */
  readonly shares: { readonly [address: string]: pulumi.Output<string> };

  constructor(name: string, { blueprint, secrets, shared }: EnvironmentArgs) {
    super("parity:index:Environment", name);
    const values = new Values();
    for (const [address, value] of shared) values.set(address, value);
    for (const secret of blueprint.secrets) {
      values.set(`secrets.${secret}`, pulumi.secret(secrets.apply((all) => all[secret] ?? "")));
    }
    this.declareGenerated(blueprint, values);
    for (const database of blueprint.databases) {
      if (database.home.in === "stack") declareDatabase(database, blueprint, values, this);
    }
    const account = blueprint.cloudflare?.account;
    const deployed = blueprint.apps.filter(({ home }) => home.in === "stack");
    const sites = blueprint.sites.filter(({ home, slot }) => home.in === "stack" || slot !== undefined);
    if (account !== undefined) {
      // Owned Pages projects first: apps may name their hosts.
      for (const site of sites) new Site(site, blueprint, account, values, this);
      if (blueprint.buckets.length > 0) new Storage(blueprint, account, values, this);
    }
    const apps = new Map(deployed.map((app) => [app.key, new App(app, blueprint, values, this)]));
    if (blueprint.pipeline && blueprint.repository) {
      new Pipeline(blueprint.pipeline, blueprint.repository, apps, values, this);
    }
    this.shares = Object.fromEntries(blueprint.shares.map(({ address, text }) => [address, values.fill(text)]));
  }

  private declareGenerated({ generated }: Blueprint, values: Values): void {
    for (const { key, shape, bytes, generation } of generated) {
      const size = bytes === undefined ? {} : { bytes };
      const secret = new GeneratedSecret(key, { shape, generation, ...size }, { parent: this });
      values.set(`generated.${key}`, secret.value);
    }
  }
}
