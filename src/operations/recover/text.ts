import { printable } from "../../problem/printable.ts";
import type { Recovery } from "./recover.ts";

/** A line of what became of something unfinished, such as `taken over  cloudflare R2Bucket audio, which an interrupted run made`. */
export function renderRecovery({ resource, outcome, after, ids }: Recovery): string {
  const interrupted = after === "interrupted run";
  const whys = {
    "taken over": interrupted ? ", which an interrupted run made" : ", which was made although its answer was lost",
    cleared: ", which an interrupted run did not come to the end of",
    several: `, of which there are several: ${ids.join(", ")}`,
  };
  const words = { "taken over": "taken over", cleared: "cleared", several: "not taken over" };
  return printable(`${words[outcome]}  ${resource}${whys[outcome]}`);
}
