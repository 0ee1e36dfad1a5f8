import * as pulumi from "@pulumi/pulumi";
import { App } from "../components/app/declare.ts";
import type { Blueprint } from "../components/blueprint.ts";
import { Storage } from "../components/bucket/declare.ts";
import { declareDatabase } from "../components/database/declare.ts";
import type { Declared, Surroundings, Values } from "../components/declaration.ts";
import { Pipeline } from "../components/pipeline/declare.ts";
import { type Round, roundsOf } from "../components/rotation.ts";
import { Site } from "../components/site/declare.ts";
import { isOwn } from "../config/scope.ts";
import { addressOf, type Deferred, type Template, type Templates } from "../config/template.ts";
import { GeneratedSecret, Lineage } from "../provider/resources.ts";
import { protectStateful } from "./protection.ts";

/** What a stack is given from outside: values of people and of other stacks. */
export interface Given {
  /** Values a person set, by name. */
  readonly secrets: pulumi.Output<{ readonly [name: string]: string }>;
  /** What owner stacks say of the things they share, by address. */
  readonly shared: ReadonlyMap<string, pulumi.Output<string>>;
}

/** The things of one stack. Each is declared when somebody first needs it: there is no order to get wrong. */
export class Declarations implements Values {
  readonly #blueprint: Blueprint;
  readonly #given: Given;
  readonly #parent: pulumi.Resource;
  /** Made before whatever carries it in a mark: a run that is killed after that finds its own again. */
  readonly #lineage: pulumi.Output<string>;
  readonly #declared = new Map<string, Declared>();
  /** How each thing that this stack declares is made, by address. */
  readonly #ways: ReadonlyMap<string, () => Declared>;

  constructor(blueprint: Blueprint, given: Given, parent: pulumi.Resource) {
    this.#blueprint = blueprint;
    this.#given = given;
    this.#parent = parent;
    this.#lineage = new Lineage("lineage", {}, { parent }).lineage;
    this.#ways = this.#waysOf(blueprint);
  }

  /** Declares everything of the stack. */
  declareAll(): void {
    const all = [...this.#ways.keys()].map((address) => this.#declare(address));
    for (const one of all) one.connect?.(this);
  }

  fill(template: Template): pulumi.Output<string> {
    const parts = template.parts.map((part) => (typeof part === "string" ? part : this.#value(part)));
    return pulumi.all(parts).apply((pieces) => pieces.join(""));
  }

  fillAll(templates: Templates): { [name: string]: pulumi.Output<string> } {
    return Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, this.fill(template)]));
  }

  deployToken(app: string): pulumi.Output<string> {
    return this.#made(`apps.${app}`, "deployToken");
  }

  /** Where the databases of this stack answer, by their keys: directly and by the pooler. */
  databaseHosts(): { [key: string]: pulumi.Output<string>[] } {
    const hosts = ({ key }: { readonly key: string }) => {
      const { host, pooledHost } = this.#declare(`databases.${key}`).made;
      return [host, pooledHost].filter((one) => one !== undefined);
    };
    const mine = this.#blueprint.databases.filter(isOwn);
    return Object.fromEntries(mine.map((database) => [database.key, hosts(database)]));
  }

  #value(part: Deferred): pulumi.Output<string> {
    const value = this.#find(part);
    return part.secret ? pulumi.secret(value) : value;
  }

  #find(part: Deferred): pulumi.Output<string> {
    const { of, key, output, stack } = part;
    const nouns = { app: "apps", database: "databases", site: "sites" };
    if (stack !== undefined) return required(this.#given.shared.get(addressOf(part)), addressOf(part));
    if (of === "secret") return this.#given.secrets.apply((all) => all[key] ?? "");
    if (of === "generated") return this.#made(addressOf({ ...part, output: "" }), output || "value");
    if (of === "commit") throw new Error("A commit is known to no resource, and no problem says so.");
    return of === "storage" ? this.#made("storage", output) : this.#made(`${nouns[of]}.${key}`, output);
  }

  #made(address: string, output: string): pulumi.Output<string> {
    return required(this.#declare(address).made[output], `${address}.${output}`);
  }

  #declare(address: string): Declared {
    const there = this.#declared.get(address);
    if (there) return there;
    const made = required(this.#ways.get(address), address)();
    this.#declared.set(address, made);
    return made;
  }

  #waysOf(blueprint: Blueprint): Map<string, () => Declared> {
    const { apps, databases, sites, buckets, generated, pipeline, repository, cloudflare } = blueprint;
    const ways = new Map<string, () => Declared>();
    const ofOwner = (template: Template) => this.fill(template);
    const ofSibling = (address: string, output: string) => this.#made(address, output);
    const surroundings = (address: string) => ({
      ...{ blueprint, lineage: this.#lineage, ofOwner, ofSibling, opts: this.#optionsOf(address) },
    });
    const add = <T extends { readonly key: string }>(
      noun: string,
      things: readonly T[],
      way: (thing: T, around: Surroundings) => Declared,
    ) => {
      for (const thing of things) {
        const address = `${noun}.${thing.key}`;
        ways.set(address, () => way(thing, surroundings(address)));
      }
    };
    add("generated", generated, (one) => this.#generate(one));
    add("databases", databases.filter(isOwn), declareDatabase);
    if (cloudflare) {
      const slots = sites.filter((site) => isOwn(site) || site.slot !== undefined);
      add("sites", slots, (site, around) => new Site(site, around));
      const bucketOpts = (key: string) => this.#optionsOf(`buckets.${key}`);
      if (buckets.length > 0) ways.set("storage", () => new Storage(surroundings("storage"), bucketOpts));
    }
    add("apps", apps.filter(isOwn), (app, around) => new App(app, around));
    if (pipeline && repository)
      ways.set("pipeline", () => new Pipeline(pipeline, repository, surroundings("pipeline")));
    return ways;
  }

  /**
   * The value; while it is being rotated, the one before it too, which nothing protects any more: it goes at the end. Where there is
   * none before it, `previous` is the value itself, so that who accepts both needs no case for it.
   */
  #generate({ key, shape, bytes, generation }: Blueprint["generated"][number]): Declared {
    const make = ({ named, number }: Round, opts: pulumi.ComponentResourceOptions) => {
      const args = { shape, generation: generation + number, ...(bytes !== undefined && { bytes }) };
      return new GeneratedSecret(named(key), args, opts).value;
    };
    const { current, previous } = roundsOf(key, this.#blueprint);
    const value = make(current, this.#optionsOf(key));
    return { made: { value, previous: previous ? make(previous, { parent: this.#parent }) : value } };
  }

  /** A protected stack's own things, and what a protected stack reads, are not deleted while they hold something. */
  #optionsOf(address: string): pulumi.ComponentResourceOptions {
    const { protect, protectedThings } = this.#blueprint;
    const thing = address.split(".").slice(0, 2).join(".");
    return {
      parent: this.#parent,
      ...((protect || protectedThings.includes(thing)) && { transformations: [protectStateful] }),
    };
  }
}

/** What is missing here was not found missing by `check`, which is a bug. */
function required<T>(value: T | undefined, address: string): T {
  if (value === undefined) throw new TypeError(`nothing makes ${address}, and no problem said so`);
  return value;
}
