import * as pulumi from "@pulumi/pulumi";
import type { Blueprint } from "../components/blueprint.ts";
import type { Template } from "../config/template.ts";
import { Declarations, type Given } from "./declarations.ts";

export interface EnvironmentArgs extends Given {
  readonly blueprint: Blueprint;
}

/** One environment of the product: every resource that its blueprint declares. */
export class Environment extends pulumi.ComponentResource {
  /** What other stacks may read of the things this one owns, by address. */
  readonly shares: { readonly [address: string]: pulumi.Output<string> };
  /** Hosts of the databases that this stack declares, by their keys: direct and pooled. */
  readonly hosts: { readonly [database: string]: readonly pulumi.Output<string>[] };
  /** Gives a template its values. */
  readonly fill: (template: Template) => pulumi.Output<string>;

  constructor(name: string, { blueprint, ...given }: EnvironmentArgs) {
    super("parity:index:Environment", name);
    const declarations = new Declarations(blueprint, given, this);
    declarations.declareAll();
    const shares = blueprint.shares.map(({ address, template }) => [address, declarations.fill(template)]);
    this.shares = Object.fromEntries(shares);
    this.hosts = declarations.databaseHosts();
    this.fill = (template) => declarations.fill(template);
  }
}
