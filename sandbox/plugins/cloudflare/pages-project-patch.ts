import type { Json } from "./wire.ts";

type JsonObject = { [key: string]: Json };

/**
 * The body of the PATCH that takes a project from one set of inputs to the other, both with the API's names: the leaves
 * that changed and nothing else. What the program leaves out from now on stays as it is, for the provider takes it for
 * computed; only a variable is taken away, by `null`, and only while its slot is given.
 */
export function diffProject(before: JsonObject, after: JsonObject): JsonObject {
  const { deployment_configs: slotsBefore, ...restBefore } = before;
  const { deployment_configs: slotsAfter, ...restAfter } = after;
  const slots = diffSlots(asObject(slotsBefore), asObject(slotsAfter));
  return { ...diffLeaves(restBefore, restAfter), ...(isEmpty(slots) ? {} : { deployment_configs: slots }) };
}

function diffSlots(before: JsonObject, after: JsonObject): JsonObject {
  const slots = Object.entries(after).map(([name, slot]) => {
    const { env_vars: varsBefore, ...restBefore } = asObject(before[name]);
    const { env_vars: varsAfter, ...restAfter } = asObject(slot);
    const variables = diffVariables(asObject(varsBefore), asObject(varsAfter));
    return [name, { ...diffLeaves(restBefore, restAfter), ...(isEmpty(variables) ? {} : { env_vars: variables }) }];
  });
  return Object.fromEntries(slots.filter(([, slot]) => !isEmpty(slot as JsonObject)));
}

/** A variable whose value alone changed goes without its type. */
function diffVariables(before: JsonObject, after: JsonObject): JsonObject {
  const removed = Object.keys(before).filter((name) => !(name in after));
  return { ...diffLeaves(before, after), ...Object.fromEntries(removed.map((name) => [name, null])) };
}

/** Lists are leaves: they go as a whole. */
function diffLeaves(before: JsonObject, after: JsonObject): JsonObject {
  const changed = Object.entries(after).flatMap(([name, value]): [string, Json][] => {
    const old = before[name];
    if (!isObject(value)) return JSON.stringify(old) === JSON.stringify(value) ? [] : [[name, value]];
    const inner = diffLeaves(asObject(old), value);
    return isEmpty(inner) ? [] : [[name, inner]];
  });
  return Object.fromEntries(changed);
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0;
}
