import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import type { EngineStep } from "../engine/events.ts";
import { nameResource } from "../engine/resource-change.ts";

/** The input by which a thing is guarded at its vendor, by its type: what has it is not deleted there (neon.com/docs/guides/protected-branches). */
const guards: { readonly [type: string]: string } = {
  "parity:neon:Project": "protectedBranch",
  "parity:neon:Branch": "protected",
};

/** What a vendor would refuse to delete, where a destroy would else find out half-way. */
export function findGuarded(stack: string, steps: readonly EngineStep[]): Problem[] {
  return steps.flatMap(({ op, type, urn, old }) => {
    const guard = guards[type];
    if (op !== "delete" || guard === undefined || old?.inputs?.[guard] !== true) return [];
    return new Problem({
      code: "protected",
      what: `Neon protects a branch of ${nameResource(urn)}, and deletes nothing that has one.`,
      fix:
        `write "protect: false" in Pulumi.${stack}.yaml, which takes that protection away too, and bring it up alone, then take ` +
        "down the rest",
      commands: [line`pulumi up --stack ${stack} --target ${urn}`, line`parity destroy --stack ${stack}`],
    });
  });
}
