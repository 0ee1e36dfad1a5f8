import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Definition } from "./resource.ts";

type Inputs<T> = { [K in keyof T]: pulumi.Input<T[K] extends object | undefined ? DeepInput<T[K]> : T[K]> };
type DeepInput<T> = T extends object ? { [K in keyof T]: pulumi.Input<T[K]> } : T;
type Outputs<T> = { readonly [K in keyof T]: pulumi.Output<T[K]> };

/** The class of a resource of our own plugin, as its definition describes it. */
export type ResourceClass<I extends z.ZodObject, O extends z.ZodObject> = new (
  name: string,
  args: Inputs<z.input<I>>,
  opts?: pulumi.CustomResourceOptions,
) => pulumi.CustomResource & Outputs<z.output<I> & z.output<O>>;

/**
 * Makes the typed Pulumi class of a definition, so that the plugin and the program cannot disagree about a property.
 * Outputs are registered as unset inputs: that is how the SDK learns which properties to fill from the plugin's answer.
 */
export function resourceClass<I extends z.ZodObject, O extends z.ZodObject>(
  definition: Definition<I, O, never>,
): ResourceClass<I, O> {
  const unset = Object.fromEntries(Object.keys(definition.outputs.shape).map((name) => [name, undefined]));
  const secrets = [...(definition.secretInputs ?? []), ...(definition.secretOutputs ?? [])];
  class Resource extends pulumi.CustomResource {
    constructor(name: string, args: Inputs<z.input<I>>, opts: pulumi.CustomResourceOptions = {}) {
      super(definition.token, name, { ...unset, ...args }, { ...opts, additionalSecretOutputs: secrets });
    }
  }
  return Resource as unknown as ResourceClass<I, O>;
}
