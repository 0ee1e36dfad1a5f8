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

/** The same of what carries no mark, so that a run of this stack that was killed may have made it. */
export function existsUnmarked(what: string, context: Context, why: string): Problem {
  return new Problem({
    code: "exists-already",
    what,
    why,
    fix: "where a run of this stack was killed, go on from it by the first line; else take it over by the second, or choose another name",
    commands: [goOn(context), adoptionOf(context)],
  });
}

/** What looks first at what the state has pending. */
export function goOn({ stack }: Pick<Context, "stack">): CommandLine {
  return line`parity up --stack ${stack}`;
}

/** Never `pulumi import`: what that takes over stands outside the component, and the next up would delete it. */
export function adoptionOf({ stack }: Pick<Context, "stack">): CommandLine {
  return line`parity adopt --stack ${stack}`;
}
