import type { Cure } from "../../problem/parts.ts";

/** What each kind of finding means, in both renderings. */
export const meanings = {
  broken: "These do not work, or soon will not.",
  cloud: "Somebody changed these outside Pulumi: what was applied, and what the cloud has now.",
  config: "The next up changes these: what was applied, and what the config says now.",
  unknown: "These could not be read: neither clean nor missing.",
} as const;

/** Why something is unknown that no error is about. */
export const NOT_REACHED = "The engine did not get to it.";

/** What to do about a config that was not applied. */
export function cureConfig(stack: string): Cure {
  return { fix: "apply it", commands: [`pulumi up --stack ${stack}`] };
}
