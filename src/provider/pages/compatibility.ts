import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { CloudError } from "../../clouds/call/cloud-error.ts";
import { readBack } from "../../clouds/call/poll.ts";
import type { PagesCompatibility } from "../../clouds/cloudflare/pages.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { compatibilityDateProblem, compatibilityFlagsProblem } from "../../vendors/cloudflare/compatibility.ts";
import type { Clouds } from "../clouds.ts";
import { SETTLE_PAUSES_MS } from "./settle.ts";
import { parseVariablesId, variablesId } from "./variables-id.ts";

const inputs = z.object({
  accountId: z.string().min(1).describe("Cloudflare account. Changing it sets them in the other account instead."),
  project: z.string().min(1).describe("Name of the Pages project. Changing it sets them in the other one instead."),
  slot: z
    .enum(["preview", "production"])
    .describe("Whose functions run under them. Changing it sets the other slot's."),
  date: z
    .string()
    .describe("Compatibility date, `YYYY-MM-DD`, not in the future. Changed in place, for later deployments."),
  flags: z
    .array(z.string().min(1))
    .default([])
    .describe("Compatibility flags, all of them; their order means nothing. Default: none. Changed in place."),
});

/**
 * Compatibility date and flags of one slot of a Pages project, by the id `<accountId>/<project>/<slot>`. The official plugin's project
 * has them for both slots, and a program ignores those: each slot may be another stack's. Deleting it leaves them as they are.
 */
export const compatibilityDefinition = defineResource<Clouds>()({
  token: "parity:pages:Compatibility",
  description: "What of Cloudflare's runtime the functions in one slot of a Pages project run under.",
  inputs,
  outputs: z.object({}),
  replaceOn: ["accountId", "project", "slot"],
  check: ({ date, flags }) => {
    const today = new Date().toISOString().slice(0, 10);
    const problems = [
      date === undefined ? undefined : compatibilityDateProblem(date, today)?.at({ path: ["date"] }),
      compatibilityFlagsProblem(flags ?? [])?.at({ path: ["flags"] }),
    ];
    return problems.filter((problem) => problem !== undefined);
  },

  async find({ clouds, inputs: { accountId, project, slot } }) {
    if (!accountId || !project || !slot) return [];
    const ref = { accountId, project, slot };
    const found = await (await clouds.cloudflare()).pages.readSlot(ref);
    return found?.compatibility.date ? [variablesId(ref)] : [];
  },

  async create({ clouds, inputs, context }) {
    await setCompatibility(clouds, inputs, context);
    return { id: variablesId(inputs), inputs, outputs: {} };
  },

  async read({ clouds, id, known }) {
    const { accountId, project, slot } = parseVariablesId(id);
    const ref = { accountId, project, slot };
    const found = (await (await clouds.cloudflare()).pages.readSlot(ref))?.compatibility;
    if (!found?.date) return undefined;
    const flags =
      known && isSame({ ...found, date: known.inputs.date }, known.inputs) ? known.inputs.flags : found.flags;
    return { id, inputs: { ...ref, date: found.date, flags: [...flags] }, outputs: {} };
  },

  async update({ clouds, inputs, context }) {
    await setCompatibility(clouds, inputs, context);
    return {};
  },

  async delete() {},
});

/** Throws a Problem for a project that is not there, and when Cloudflare does not show what was sent. */
async function setCompatibility(
  clouds: Clouds,
  desired: z.infer<typeof inputs>,
  { signal, stack }: Context,
): Promise<void> {
  const { pages } = await clouds.cloudflare();
  const { project, slot } = desired;
  const found = await pages.readSlot(desired);
  if (!found) {
    throw new Problem({
      code: "no-pages-project",
      what: `The ${slot} compatibility of Pages project "${project}" cannot be set: account ${desired.accountId} has no such project.`,
      fix: "bring the stack up that owns the project first, or correct its name",
    });
  }
  if (isSame(found.compatibility, desired)) return;
  await pages.changeCompatibility(desired, found, desired).catch((error: unknown) => {
    // Whether it came through is read back.
    if (!(error instanceof CloudError && error.uncertain)) throw error;
  });
  const missing = await readBack({ pauses: SETTLE_PAUSES_MS, signal }, async () => {
    const now = await pages.readSlot(desired);
    return now && isSame(now.compatibility, desired) ? [] : [slot];
  });
  if (missing.length === 0) return;
  throw new Problem({
    code: "not-confirmed",
    what: `Cloudflare accepted the ${slot} compatibility of Pages project "${project}" but does not show it.`,
    fix: "send it once more",
    commands: [line`pulumi up --stack ${stack}`],
  });
}

function isSame(one: PagesCompatibility, other: PagesCompatibility): boolean {
  return one.date === other.date && isDeepStrictEqual(one.flags.toSorted(), other.flags.toSorted());
}
