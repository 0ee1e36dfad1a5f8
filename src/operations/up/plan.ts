import { readFileSync } from "node:fs";
import { z } from "zod";
import { line } from "../../problem/command-line.ts";
import type { ProblemParts } from "../../problem/parts.ts";
import { Problem } from "../../problem/problem.ts";
import { reasonOf } from "../../problem/reason.ts";

/** As much of a saved plan as every one has (pulumi/pulumi sdk/go/common/apitype/plan.go). */
const savedPlan = z.object({ resourcePlans: z.record(z.string(), z.unknown()) });

/** What a plan must have been saved for. */
export interface PlanTarget {
  readonly project: string;
  readonly stack: string;
}

/** @throws Problem when there is no plan in the file, or one of another stack */
export function requirePlanFile(file: string, target: PlanTarget): void {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw unusable(target, {
      code: "unreadable-plan",
      what: `The plan in ${file} cannot be read: ${reasonOf(error)}.`,
    });
  }
  requirePlan(text, `What is in ${file}`, target);
}

/**
 * The engine would name neither file nor stack: it says what it stumbles on, such as a secret that it cannot decrypt.
 * @throws Problem when it is not a plan, or one of another stack
 */
export function requirePlan(text: string, subject: string, target: PlanTarget): void {
  const [urn] = readUrns(text);
  if (urn === undefined) throw unusable(target, { code: "not-a-plan", what: `${subject} is not a saved plan.` });
  const [, , stack, , project] = urn.split(":");
  if (stack === target.stack && project === target.project) return;
  const found = `the stack "${stack}" of ${project}, not for "${target.stack}" of ${target.project}`;
  throw unusable(target, { code: "plan-of-another-stack", what: `${subject} is a plan for ${found}.` });
}

/** None when it is not a plan. A plan has one at least, for the stack itself. */
function readUrns(text: string): string[] {
  try {
    return Object.keys(savedPlan.parse(JSON.parse(text)).resourcePlans).filter((urn) => urn.startsWith("urn:pulumi:"));
  } catch {
    return [];
  }
}

function unusable({ stack }: PlanTarget, found: Pick<ProblemParts, "code" | "what">): Problem {
  return new Problem({
    ...found,
    fix: "save one, or apply without a plan",
    commands: [line`parity preview --stack ${stack} --save-plan plan.json`],
  });
}
