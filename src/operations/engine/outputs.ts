import { Problem } from "../../problem/problem.ts";
import type { Place } from "../existing/stack-state.ts";
import { askPulumi, requirePulumi } from "./pulumi.ts";

/** What a stack says, secrets left out; `undefined` where there is no such stack, or it cannot be read. */
export async function readStackOutputs({
  project,
  stack,
}: Place): Promise<Readonly<Record<string, unknown>> | undefined> {
  await requirePulumi();
  try {
    const answer = await askPulumi(["-C", project, "stack", "output", "--json", "--stack", stack]);
    return JSON.parse(answer) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
