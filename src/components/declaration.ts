import type * as pulumi from "@pulumi/pulumi";
import type { Template, Templates } from "../config/template.ts";
import type { Blueprint } from "./blueprint.ts";

/** What others may refer to of a thing that was declared, by output, such as `url` of a database. */
export type Made = { readonly [output: string]: pulumi.Output<string> };

/** A thing whose resources are declared in two steps, so that no order between things can be wrong. */
export interface Declared {
  /** Values that exist once the thing does. None of them waits for a value of another thing. */
  readonly made: Made;
  /** Declares what takes values of other things. */
  connect?(values: Values): void;
}

/** Values of the environment. Asking for a deferred one declares the thing that makes it. */
export interface Values {
  /** A template with its deferred parts filled in. Secret parts make the whole secret. */
  fill(template: Template): pulumi.Output<string>;
  fillAll(templates: Templates): { [name: string]: pulumi.Output<string> };
  /** The token that may deploy one app and nothing else. */
  deployToken(app: string): pulumi.Output<string>;
}

/** What a thing is declared with. */
export interface Surroundings {
  readonly blueprint: Blueprint;
  /** Identity of this state, for the marks that prove what it made. */
  readonly lineage: pulumi.Output<string>;
  /** What another stack says, which is known before anything of this one is declared. */
  readonly ofOwner: (template: Template) => pulumi.Output<string>;
  /** What another thing of this stack makes, by its address and output. */
  readonly ofSibling: (address: string, output: string) => pulumi.Output<string>;
  /** Parent, and the protection of what is stateful. */
  readonly opts: pulumi.ComponentResourceOptions;
}
