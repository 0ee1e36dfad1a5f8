import type { AnyDefinition } from "./resource.ts";

/** As much of a definition as a program needs to register such a resource: data, so that it loads no schema. */
export interface ResourceShape {
  /** Names of the outputs beyond the inputs. */
  readonly outputs: readonly string[];
  /** Properties whose values are always secret. */
  readonly secrets: readonly string[];
  /** It holds what cannot be made again. */
  readonly stateful: boolean;
}

export function shapeOf({
  outputs,
  secretInputs = [],
  secretOutputs = [],
  stateful,
}: AnyDefinition<never>): ResourceShape {
  return {
    outputs: Object.keys(outputs.shape),
    secrets: [...secretInputs, ...secretOutputs],
    stateful: stateful !== undefined,
  };
}
