import { printable } from "../../problem/printable.ts";
import type { Recovery } from "./recovery.ts";

/** A line of what became of something unfinished, such as `taken over  cloudflare R2Bucket audio, which an interrupted run made`. */
export function renderRecovery({ resource, outcome, after, ids }: Recovery): string {
  const interrupted = after === "interrupted run";
  const whys = {
    "taken over": interrupted ? ", which an interrupted run made" : ", which was made although its answer was lost",
    cleared: ", which an interrupted run did not come to the end of",
    discarded: `, of which ${interrupted ? "an interrupted" : "this"} run has lost the value: ${ids.join(", ")}`,
    several: `, of which there are several: ${ids.join(", ")}`,
  };
  const words = { "taken over": "taken over", cleared: "cleared", discarded: "discarded", several: "not taken over" };
  return printable(`${words[outcome]}  ${resource}${whys[outcome]}`);
}
