import type { AnyDefinition } from "../plugin/resource.ts";
import type { Traits } from "../plugin/traits.ts";
import type { Clouds } from "./clouds.ts";
import { definitions } from "./definitions.ts";
import { official } from "./official.ts";

/** What is true of every resource of one type, ours or an official package's. */
export interface ResourceType extends Traits {
  /** Properties whose values are not secret and may be shown to whoever reads a report. */
  readonly shown: ReadonlySet<string>;
  /** Properties of which a difference is nobody's to put back. */
  readonly ignored?: readonly string[];
}

const types = new Map<string, ResourceType>([
  ...definitions.map((definition) => [definition.token, { ...definition, shown: shownOf(definition) }] as const),
  ...Object.entries(official).map(([token, type]) => [token, { ...type, shown: new Set(type.shown) }] as const),
]);

/** A type that nobody has described shows no values, holds nothing and says nothing of its health. */
export function describeType(token: string): ResourceType {
  return types.get(token) ?? { shown: new Set() };
}

/** Every property that is not always secret. One that came secret is masked wherever it is shown. */
function shownOf({ inputs, outputs, secretInputs = [], secretOutputs = [] }: AnyDefinition<Clouds>): Set<string> {
  const secret = [...secretInputs, ...secretOutputs];
  return new Set(
    [...Object.keys(inputs.shape), ...Object.keys(outputs.shape)].filter((name) => !secret.includes(name)),
  );
}
