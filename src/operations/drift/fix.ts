import type { ResourceChange } from "../engine/change.ts";
import type { Fix } from "./report.ts";

/** What to do about something that somebody changed outside Pulumi. */
export function fixChange({ stateful, properties }: ResourceChange, stack: string): Fix {
  // An up would be refused, or make an empty one in its place.
  if (stateful && properties.some(({ replaces }) => replaces)) {
    return {
      advice: "it cannot be put back without losing what it holds: write what is there into the config, then",
      command: `pulumi refresh --stack ${stack}`,
    };
  }
  const readable = properties.some(({ values }) => values === "shown");
  const keep = readable ? "write what is there into the config to keep it, or " : "";
  return { advice: `${keep}put it back`, command: `pulumi up --refresh --stack ${stack}` };
}
