import { readFileSync } from "node:fs";
import { z } from "zod";
import { reasonOf } from "../../problem/reason.ts";

/** As much of a saved plan as every one has (pulumi/pulumi sdk/go/common/apitype/plan.go). */
const savedPlan = z.object({ resourcePlans: z.record(z.string(), z.unknown()) });

/** What a plan must have been saved for. */
export interface PlanTarget {
  readonly project: string;
  readonly stack: string;
}

/** @throws Error when there is no plan in the file, or one of another stack */
export function requirePlanFile(file: string, target: PlanTarget): void {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`The plan in ${file} cannot be read: ${reasonOf(error)}.\n  Fix: ${fixFor(target)}`);
  }
  requirePlan(text, `What is in ${file}`, target);
}

/**
 * The engine would name neither file nor stack: it says what it stumbles on, such as a secret that it cannot decrypt.
 * @throws Error when it is no plan, or one of another stack
 */
export function requirePlan(text: string, subject: string, target: PlanTarget): void {
  const [urn] = readUrns(text);
  if (urn === undefined) throw new Error(`${subject} is no saved plan.\n  Fix: ${fixFor(target)}`);
  const [, , stack, , project] = urn.split(":");
  if (stack === target.stack && project === target.project) return;
  const what = `${subject} is a plan for the stack "${stack}" of ${project}, not for "${target.stack}" of ${target.project}.`;
  throw new Error(`${what}\n  Fix: ${fixFor(target)}`);
}

/** None when it is no plan. A plan has one at least, for the stack itself. */
function readUrns(text: string): string[] {
  try {
    return Object.keys(savedPlan.parse(JSON.parse(text)).resourcePlans).filter((urn) => urn.startsWith("urn:pulumi:"));
  } catch {
    return [];
  }
}

function fixFor({ stack }: PlanTarget): string {
  return `save one (parity preview --stack ${stack} --save-plan <file>), or apply without a plan`;
}
