import { Problem } from "../problem/problem.ts";
import { findChanges, replaces } from "./diff.ts";
import { type Inspection, inspectMap } from "./inspection.ts";
import { isKnown, mapValues, type PlainValue, type PropertyMap, reveal, seal } from "./property-values.ts";
import type { AnyDefinition } from "./resource.ts";

/**
 * Checks a program's inputs and fills in defaults. `before` are the inputs in state; none for a new resource, and none
 * when the engine checks again for a replacement it has already decided on.
 */
export function checkInputs<C>(
  definition: AnyDefinition<C>,
  before: PropertyMap,
  given: PropertyMap,
): Inspection<PropertyMap> {
  const { value, problems } = inspectMap(definition.inputs, given);
  const inputs = mapValues(value, (part, name) => (definition.secretInputs?.includes(name) ? seal(part) : part));
  const wrong = new Set(problems.map(({ where }) => where?.path[0]));
  const sound = Object.fromEntries(Object.entries(inputs).filter(([name]) => !wrong.has(name)));
  const old = Object.keys(before).length === 0 ? undefined : knownOnly(before);
  const found = [...(definition.check?.(knownOnly(sound), old) ?? []), ...refuseReplacement(definition, before, sound)];
  return { value: inputs, problems: [...problems, ...found] };
}

/** The inputs that are wholly known, without the marks of secrecy. */
export function knownOnly(inputs: PropertyMap): Record<string, PlainValue> {
  const known = Object.entries(inputs).filter(([, value]) => isKnown(value));
  return Object.fromEntries(known.map(([name, value]) => [name, reveal(value) as PlainValue]));
}

function refuseReplacement<C>(definition: AnyDefinition<C>, before: PropertyMap, inputs: PropertyMap): Problem[] {
  const refusal = definition.neverReplaced;
  if (refusal === undefined || Object.keys(before).length === 0) return [];
  return Object.keys(definition.inputs.shape)
    .filter((name) => replaces(definition, name))
    .filter((name) => isKnown(inputs[name] ?? null))
    .filter((name) => findChanges(before[name] ?? null, inputs[name] ?? null).length > 0)
    .map(
      (name) =>
        new Problem({ code: "never-replaced", where: { path: [name] }, what: "cannot be changed.", ...refusal }),
    );
}
