import { line } from "../../problem/command-line.ts";
import type { Cure } from "../../problem/parts.ts";
import type { ResourceChange } from "../engine/change.ts";

/** What to do about something that somebody changed outside Pulumi. */
export function fixChange({ stateful, properties }: ResourceChange, stack: string): Cure {
  // An up would be refused, or make an empty one in its place.
  if (stateful && properties.some(({ replaces }) => replaces)) {
    return {
      fix: "it cannot be put back without losing what it holds: write what is there into the config, and take it into the state",
      commands: [line`pulumi refresh --stack ${stack}`],
    };
  }
  const readable = properties.some(({ values }) => values === "shown");
  const keep = readable ? "write what is there into the config to keep it, or " : "";
  return { fix: `${keep}put it back`, commands: [line`pulumi up --refresh --stack ${stack}`] };
}
