import * as pulumi from "@pulumi/pulumi";
import { App } from "../components/app/declare.ts";
import type { Blueprint } from "../components/blueprint.ts";
import { Storage } from "../components/bucket/declare.ts";
import { declareDatabase } from "../components/database/declare.ts";
import type { Declared, Values } from "../components/declaration.ts";
import { Pipeline } from "../components/pipeline/declare.ts";
import { GeneratedSecret } from "../components/resources.ts";
import { Site } from "../components/site/declare.ts";
import { addressOf, type Deferred, type Template, type Templates } from "../config/template.ts";
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
  readonly #declared = new Map<string, Declared>();
  /** How each thing that this stack declares is made, by address. */
  readonly #ways: ReadonlyMap<string, () => Declared>;

  constructor(blueprint: Blueprint, given: Given, parent: pulumi.Resource) {
    this.#blueprint = blueprint;
    this.#given = given;
    this.#parent = parent;
    this.#ways = new Map(this.#waysOf(blueprint));
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

  #value(part: Deferred): pulumi.Output<string> {
    const value = this.#find(part);
    return part.secret ? pulumi.secret(value) : value;
  }

  #find(part: Deferred): pulumi.Output<string> {
    const { of, key, output, stack } = part;
    const nouns = { app: "apps", database: "databases", site: "sites" };
    if (stack !== undefined) return required(this.#given.shared.get(addressOf(part)), addressOf(part));
    if (of === "secret") return this.#given.secrets.apply((all) => all[key] ?? "");
    if (of === "generated") return this.#made(addressOf(part), "value");
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

  #waysOf(blueprint: Blueprint): [string, () => Declared][] {
    const { apps, databases, sites, buckets, generated, pipeline, repository, cloudflare } = blueprint;
    const mine = <T extends { readonly ownership: { readonly in: string } }>(things: readonly T[]) =>
      things.filter(({ ownership }) => ownership.in === "stack");
    const surroundings = (address: string) => ({ blueprint, opts: this.#optionsOf(address) });
    const slots = sites.filter(({ ownership, slot }) => ownership.in === "stack" || slot !== undefined);
    const bucketOpts = (key: string) => this.#optionsOf(`buckets.${key}`);
    return [
      ...generated.map((one) => [`generated.${one.key}`, () => this.#generate(one)] as [string, () => Declared]),
      ...mine(databases).map((one) => {
        const address = `databases.${one.key}`;
        return [address, () => declareDatabase(one, surroundings(address))] as [string, () => Declared];
      }),
      ...(cloudflare ? slots : []).map((one) => {
        const address = `sites.${one.key}`;
        return [address, () => new Site(one, surroundings(address))] as [string, () => Declared];
      }),
      ...(cloudflare && buckets.length > 0
        ? [["storage", () => new Storage(surroundings("storage"), bucketOpts)] as [string, () => Declared]]
        : []),
      ...mine(apps).map((one) => {
        const address = `apps.${one.key}`;
        return [address, () => new App(one, surroundings(address))] as [string, () => Declared];
      }),
      ...(pipeline && repository
        ? [["pipeline", () => new Pipeline(pipeline, repository, surroundings("pipeline"))] as [string, () => Declared]]
        : []),
    ];
  }

  #generate({ key, shape, bytes, generation }: Blueprint["generated"][number]): Declared {
    const args = { shape, generation, ...(bytes !== undefined && { bytes }) };
    return { made: { value: new GeneratedSecret(key, args, this.#optionsOf(key)).value } };
  }

  /** A protected stack's own things, and what a protected stack reads, are not deleted while they hold something. */
  #optionsOf(address: string): pulumi.ComponentResourceOptions {
    const { protect, protectedThings } = this.#blueprint;
    const thing = address.split(".").slice(0, 2).join(".");
    return {
      parent: this.#parent,
      ...((protect || protectedThings.has(thing)) && { transformations: [protectStateful] }),
    };
  }
}

/** What is missing here was not found missing by `check`, which is a bug. */
function required<T>(value: T | undefined, address: string): T {
  if (value === undefined) throw new TypeError(`nothing makes ${address}, and no problem said so`);
  return value;
}
