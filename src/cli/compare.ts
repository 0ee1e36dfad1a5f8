import { Project } from "../components/project.ts";
import { compareEnvironments } from "../operations/compare/compare.ts";
import { reasonFor } from "../operations/compare/reason.ts";
import { type Comparison, renderComparison } from "../operations/compare/text.ts";
import { printableJson } from "../problem/printable.ts";
import { Problem } from "../problem/problem.ts";
import { check, renderReports } from "./check.ts";
import { exitCodes } from "./exit-codes.ts";

export interface CompareCommand {
  readonly project: string;
  readonly json?: boolean;
}

/** @returns the exit code: 0 whether they differ or not */
export function runCompare(first: string, second: string, { project: folder, json }: CompareCommand): number {
  if (first === second) {
    throw new Problem({ code: "same-stack", what: `"${first}" is compared with itself.`, fix: "name two stacks" });
  }
  const project = new Project(folder);
  const { blueprints } = project.resolve();
  const [one, other] = [blueprints.get(first), blueprints.get(second)];
  if (!one || !other) {
    const broken = [first, second].filter((stack) => !blueprints.has(stack));
    process.stdout.write(`${renderReports(broken.flatMap((stack) => check(folder, stack)))}\n`);
    return exitCodes.failed;
  }
  const comparison: Comparison = {
    stacks: [first, second],
    things: compareEnvironments(one, other).map((compared) => ({
      ...compared,
      differences: compared.differences.map((difference) => {
        const reason = reasonFor(difference.path, one, other);
        const places = [first, second].map((stack) => project.placeOf(stack, difference.path));
        return { ...difference, places, ...(reason !== undefined && { reason }) };
      }),
    })),
  };
  process.stdout.write(`${json ? printableJson(comparison) : renderComparison(comparison)}\n`);
  return 0;
}
