import type { FlyClient } from "../../clouds/fly/client.ts";
import type { Context } from "../../plugin/resource.ts";
import { Problem } from "../../problem/problem.ts";
import { adoptionOf, goOn } from "../exists-already.ts";

/** Names of secrets that are about to be set for the first time, and of those that the app must have already. */
export interface Expected {
  readonly foreign: readonly string[];
  readonly kept: readonly string[];
}

/** Throws a Problem when the app has a secret that somebody else set, or lacks one that is to be kept. */
export async function checkExisting(
  fly: FlyClient,
  app: string,
  { foreign, kept }: Expected,
  context: Context,
): Promise<void> {
  if (foreign.length + kept.length === 0) return;
  const listed = await fly.secrets.list(app);
  if (!listed) {
    const what = `Fly has no app "${app}" to set secrets on.`;
    throw new Problem({ code: "no-app", what, fix: "declare it, or correct the name" });
  }
  const has = (name: string) => listed.some((secret) => secret.name === name);
  const taken = foreign.filter(has);
  if (taken.length > 0) {
    throw new Problem({
      code: "exists-already",
      what: `App "${app}" already has ${taken.join(", ")}, set by somebody else.`,
      why: "Nothing is overwritten that this stack did not set.",
      fix:
        "where a run of this stack was killed while it set them, go on from it by the first line; else keep them as they are, by the " +
        "second: nobody can read them back but a running machine",
      commands: [goOn(context), adoptionOf(context)],
    });
  }
  const missing = kept.filter((name) => !has(name));
  if (missing.length > 0) {
    throw new Problem({
      code: "nothing-to-keep",
      what: `App "${app}" has no ${missing.join(", ")} to keep.`,
      fix: `remove them from \`kept\` in Pulumi.${context.stack}.yaml, and this stack sets them`,
    });
  }
}
