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

/** A resource in state, as its definition writes it today. */
export interface StateToday {
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  /** Outputs that the state does not hold yet: the next update writes them down. */
  readonly added: readonly string[];
}

/** The state that the engine sent, upgraded where another type or version wrote it. */
export function stateToday<C>(
  definition: AnyDefinition<C>,
  { id, inputs, outputs }: { readonly id: string; readonly inputs: PropertyMap; readonly outputs: PropertyMap },
): StateToday {
  const before = inputsInState(definition, inputs, outputs);
  const written = { inputs: reveal(before) as Plain, outputs: reveal(outputs) as Plain };
  const upgraded = definition.upgrade?.(id, written) as State<Plain, Plain> | undefined;
  if (!upgraded) return { inputs: before, outputs, added: [] };
  const sealed = sealInputs(definition, upgraded.inputs, before);
  const joined = joinOutputs(definition, sealed, upgraded.outputs);
  const own = Object.keys(definition.outputs.shape);
  return { inputs: sealed, outputs: joined, added: own.filter((name) => name in joined && !(name in outputs)) };
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
