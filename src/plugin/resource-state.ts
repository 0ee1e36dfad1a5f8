import { knownOnly } from "./check.ts";
import { inspectMap } from "./inspection.ts";
import {
  mapValues,
  type PlainValue,
  type PropertyMap,
  type PropertyValue,
  reveal,
  seal,
  sealLike,
  UNKNOWN,
} from "./property-values.ts";
import type { AnyDefinition, State } from "./resource.ts";

type Plain = Record<string, PlainValue>;

/** Inputs in state. An engine that does not send them sends the outputs, which hold every input by the same name. */
export function inputsInState<C>(definition: AnyDefinition<C>, inputs: PropertyMap, outputs: PropertyMap): PropertyMap {
  return Object.keys(inputs).length > 0 ? inputs : pick(outputs, Object.keys(definition.inputs.shape));
}

/** What a definition gets to see of a resource in state. */
export function plainState<C>(
  definition: AnyDefinition<C>,
  inputs: PropertyMap,
  outputs: PropertyMap,
): State<Plain, Plain> {
  return {
    inputs: reveal(inputsInState(definition, inputs, outputs)) as Plain,
    outputs: reveal(pick(outputs, Object.keys(definition.outputs.shape))) as Plain,
  };
}

/** Inputs as a read found them, with defaults filled in as Check would, secret where `model` or the definition says so. */
export function sealInputs<C>(definition: AnyDefinition<C>, inputs: PropertyMap, model: PropertyMap): PropertyMap {
  return mapValues(inspectMap(definition.inputs, present(inputs)).value, (value, name) =>
    definition.secretInputs?.includes(name) ? seal(value) : sealLike(value, own(model, name)),
  );
}

/** All outputs of a resource: every input by the same name, then the definition's own. */
export function joinOutputs<C>(definition: AnyDefinition<C>, inputs: PropertyMap, outputs: PropertyMap): PropertyMap {
  const sealed = mapValues(present(outputs), (value, name) =>
    definition.secretOutputs?.includes(name) ? seal(value) : value,
  );
  return { ...inputs, ...sealed };
}

/** Outputs that a preview shows for a resource that does not exist yet. */
export function previewCreate<C>(definition: AnyDefinition<C>, inputs: PropertyMap): PropertyMap {
  const predicted = predict(definition, inputs);
  const outputs = Object.keys(definition.outputs.shape).map((name) => [name, predicted[name] ?? UNKNOWN] as const);
  return joinOutputs(definition, inputs, Object.fromEntries(outputs));
}

/** Outputs that a preview shows for a resource of which the inputs named in `changed` are about to change. */
export function previewUpdate<C>(
  definition: AnyDefinition<C>,
  before: PropertyMap,
  inputs: PropertyMap,
  changed: readonly string[],
): PropertyMap {
  const predicted = predict(definition, inputs);
  const affected = (definition.changedBy?.(changed) ?? []).map((name) => [name, predicted[name] ?? UNKNOWN] as const);
  const kept = pick(before, Object.keys(definition.outputs.shape));
  return joinOutputs(definition, inputs, { ...kept, ...Object.fromEntries(affected) });
}

function predict<C>(definition: AnyDefinition<C>, inputs: PropertyMap): PropertyMap {
  return (definition.predict?.(knownOnly(inputs)) ?? {}) as PropertyMap;
}

function pick(map: PropertyMap, names: readonly string[]): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([name]) => names.includes(name)));
}

function present(map: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}

function own(map: PropertyMap, name: string): PropertyValue {
  return Object.hasOwn(map, name) ? (map[name] ?? null) : null;
}
