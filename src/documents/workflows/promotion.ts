import { posix } from "node:path";
import type { Blueprint } from "../../components/blueprint.ts";

/**
 * What a deployment by hand may take over: the commit of the environment before production. Images are built again from
 * it, because build arguments are part of an image, and because production's deploy token cannot read another app's.
 */
export interface Promotion {
  readonly from: string;
  /** File name of the workflow whose last good run tells the commit. Undefined when its runs do not tell. */
  readonly workflow?: string;
}

/** Undefined when production is not deployed by hand, or nothing comes before it. */
export function promotionOf(blueprint: Blueprint, blueprints: ReadonlyMap<string, Blueprint>): Promotion | undefined {
  if (blueprint.tier !== "production" || !blueprint.pipeline?.on.manual) return undefined;
  const before = [...blueprints.values()].find(({ tier, pipeline }) => tier === "staging" && pipeline !== undefined);
  if (!before?.pipeline) return undefined;
  // A run started by `workflow_run` carries the default branch's last commit, not the one it deployed (GitHub, events).
  const tells = before.pipeline.on.workflow === undefined;
  return { from: before.stack, ...(tells && { workflow: posix.basename(before.pipeline.workflow) }) };
}

/** Inputs of `workflow_dispatch`. */
export function promotionInputs({ from, workflow }: Promotion): object {
  const or = workflow === undefined ? "" : ` Empty: what ${from} was deployed from last.`;
  return {
    inputs: {
      ref: { description: `Commit, tag or branch to deploy.${or}`, type: "string", required: workflow === undefined },
    },
  };
}
