import * as pulumi from "@pulumi/pulumi";
import { addressOf, type Deferred } from "../config/template.ts";
import { line } from "../problem/command-line.ts";
import { Problem } from "../problem/problem.ts";
import { readOutputs } from "./stack-outputs.ts";

/** What owner stacks say, by address, or the stacks that must come up first. */
export interface Shared {
  readonly values: ReadonlyMap<string, pulumi.Output<string>>;
  readonly problems: readonly Problem[];
}

/**
 * Reads from owner stacks what a stack needs of them. An owner that is not up is a problem with the command to run, not
 * the engine's "unknown stack".
 */
export async function readOwners(reader: string, all: readonly Deferred[]): Promise<Shared> {
  const values = new Map<string, pulumi.Output<string>>();
  const problems: Problem[] = [];
  const stacks = new Set(all.flatMap(({ stack }) => stack ?? []));
  for (const stack of stacks) {
    const outputs = await readOutputs(stack).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      problems.push(error);
      return error;
    });
    if (outputs instanceof Problem) continue;
    const needs = all.filter((need) => need.stack === stack);
    const missing = needs.filter((need) => outputs?.[addressOf(need)] === undefined);
    if (missing.length > 0) problems.push(notUp(reader, stack, missing, outputs !== undefined));
    for (const need of needs) {
      const value = pulumi.output(String(outputs?.[addressOf(need)] ?? ""));
      values.set(addressOf(need), need.secret ? pulumi.secret(value) : value);
    }
  }
  return { values, problems };
}

function notUp(stack: string, owner: string, missing: readonly Deferred[], exists: boolean): Problem {
  const addresses = missing.map(addressOf).join(", ");
  return new Problem({
    code: "owner-not-up",
    where: { file: `Pulumi.${stack}.yaml`, path: [] },
    what: `"${stack}" needs ${addresses} of the stack "${owner}", which ${exists ? "does not say it yet" : "is not up"}.`,
    fix: `bring "${owner}" up first`,
    commands: [line`pulumi up --stack ${owner}`],
  });
}
