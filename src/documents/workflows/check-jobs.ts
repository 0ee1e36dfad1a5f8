import type { PipelineBlueprint } from "../../components/blueprint.ts";
import { checkoutStep } from "./steps.ts";
import type { Job } from "./workflow.ts";

/** One job for each command that must pass, side by side. Without `commit`: of what the event is about. */
export function checkJobs(
  { checks }: Pick<PipelineBlueprint, "checks">,
  needs?: readonly string[],
  commit?: string,
): { readonly [id: string]: Job } {
  return Object.fromEntries(
    Object.entries(checks).map(([id, command]) => [
      id,
      {
        name: id,
        ...(needs && { needs }),
        timeoutMinutes: 60,
        steps: [checkoutStep(commit), { name: "Run", run: `${command}\n` }],
      },
    ]),
  );
}
