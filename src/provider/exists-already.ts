import type { Context } from "../plugin/resource.ts";
import { type CommandLine, line } from "../problem/command-line.ts";
import { Problem } from "../problem/problem.ts";

/** For a thing that is at the vendor already, and that nothing proves to be this stack's. */
export function existsAlready(what: string, context: Context, why?: string): Problem {
  return new Problem({
    code: "exists-already",
    what,
    ...(why !== undefined && { why }),
    fix: "take it over, or choose another name",
    commands: [adoptionOf(context)],
  });
}

/** Never `pulumi import`: what that takes over stands outside the component, and the next up would delete it. */
export function adoptionOf({ stack }: Pick<Context, "stack">): CommandLine {
  return line`parity adopt --stack ${stack}`;
}
