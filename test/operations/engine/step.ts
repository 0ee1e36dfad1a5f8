import type { EngineStep } from "../../../src/operations/engine/events.ts";

/** A step of the engine on one resource of the stack staging, with what a test says of it. */
export function stepOn(type: string, name: string, step: Partial<EngineStep>): EngineStep {
  const state = { type, custom: true, inputs: {}, outputs: {} };
  const urn = `urn:pulumi:staging::acme::parity:index:Environment$parity:environment:App$${type}::${name}`;
  const { old, new: next, ...rest } = step;
  return {
    op: "update",
    urn,
    type,
    ...(old !== null && { old: { ...state, ...old } }),
    ...(next !== null && { new: { ...state, ...next } }),
    ...rest,
  };
}
