import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { ResourceShape } from "./resource-shape.ts";

type Inputs<T> = { [K in keyof T]: pulumi.Input<T[K] extends object | undefined ? DeepInput<T[K]> : T[K]> };
type DeepInput<T> = T extends object ? { [K in keyof T]: pulumi.Input<T[K]> } : T;
type Outputs<T> = { readonly [K in keyof T]: pulumi.Output<T[K]> };

/** As much of a definition as its class is typed by. */
export interface Typed {
  readonly inputs: z.ZodObject;
  readonly outputs: z.ZodObject;
}

/** The class of a resource of our own plugin, as its definition describes it. */
export interface ResourceClass<D extends Typed> {
  new (
    name: string,
    args: Inputs<z.input<D["inputs"]>>,
    opts?: pulumi.CustomResourceOptions,
  ): pulumi.CustomResource & Outputs<z.output<D["inputs"]> & z.output<D["outputs"]>>;
  /** Its token. */
  readonly __pulumiType: string;
}

/**
 * Makes the Pulumi class of a definition, whose types it has and which it does not load. Outputs are registered as unset inputs: that is
 * how the SDK learns which properties to fill from the plugin's answer.
 */
export function resourceClass<D extends Typed>(
  token: string,
  { outputs, secrets }: Pick<ResourceShape, "outputs" | "secrets">,
): ResourceClass<D> {
  const unset = Object.fromEntries(outputs.map((name) => [name, undefined]));
  class Resource extends pulumi.CustomResource {
    static readonly __pulumiType = token;

    constructor(name: string, args: Inputs<z.input<D["inputs"]>>, opts: pulumi.CustomResourceOptions = {}) {
      super(token, name, { ...unset, ...args }, { ...opts, additionalSecretOutputs: [...secrets] });
    }
  }
  return Resource as unknown as ResourceClass<D>;
}
