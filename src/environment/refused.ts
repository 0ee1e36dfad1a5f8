import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../problem/problem.ts";
import { renderProblems } from "../problem/text.ts";

/** What ends a program without a stack trace, before it has declared anything. */
export function refused(problems: readonly Problem[]): Error {
  const error = new pulumi.RunError(`\n${renderProblems(problems)}. Nothing was changed.`);
  // Nobody is shown it, and Node.js 20 spends fifteen seconds and a gigabyte on colouring one that ends in the SDK's frames
  // (util.inspect, markNodeModules, as the SDK's runner calls it).
  error.stack = error.message;
  return error;
}
