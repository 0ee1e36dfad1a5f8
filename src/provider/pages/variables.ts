import { z } from "zod";
import type { CloudflarePages, PagesSlotRef, PagesSlotState } from "../../clouds/cloudflare/pages.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { Problem } from "../../problem/problem.ts";
import type { Clouds } from "../clouds.ts";
import { adoptionOf } from "../exists-already.ts";
import { parseVariablesId, variablesId, variablesImportId } from "./variables-id.ts";
import { readAll, readOwn } from "./variables-read.ts";
import { findForeign, planChanges, writeVariables } from "./variables-write.ts";

const inputs = z.object({
  accountId: z
    .string()
    .min(1)
    .describe("Cloudflare account. Changing it sets the variables in the other account instead."),
  project: z
    .string()
    .min(1)
    .describe("Name of the Pages project. Changing it sets the variables in another project instead."),
  slot: z
    .enum(["preview", "production"])
    .describe(
      "`production` is for deployments of the production branch, `preview` for all others. Changing it moves the variables.",
    ),
  plain: z
    .record(z.string().min(1), z.string())
    .default({})
    .describe("Variables by name that anybody with access to the project may read. They act on later deployments."),
  secret: z
    .record(z.string().min(1), z.string())
    .default({})
    .describe("Variables by name that Cloudflare never tells again. They act on later deployments."),
  kept: z
    .array(z.string().min(1))
    .optional()
    .describe("Names of secret variables that the slot has already and that stay as they are. Default: none."),
});

const outputs = z.object({
  unconfirmed: z
    .array(z.string())
    .describe("Names of ours that Cloudflare does not show as we sent them. The next update sends them again."),
});

/**
 * The variables that this stack sets in one slot of one Pages project, by the id `<accountId>/<project>/<slot>`. Variables of
 * other names, and the other slot, are left alone: Cloudflare merges them by name. An import, by
 * `<accountId>/<project>/<slot>?<NAME>,<NAME>`, takes those names, and without names all of the slot; secret ones are kept.
 */
export const variablesDefinition = defineResource<Clouds>()({
  token: "parity:pages:Variables",
  description: "Variables in one slot (preview or production) of a Cloudflare Pages project that others may share.",
  inputs,
  outputs,
  secretInputs: ["secret"],
  replaceOn: ["accountId", "project", "slot"],
  check: ({ plain = {}, secret = {} }) =>
    Object.keys(secret)
      .filter((name) => Object.hasOwn(plain, name))
      .map(
        (name) =>
          new Problem({
            code: "set-twice",
            where: { path: ["secret", name] },
            what: 'is in "plain" too, and a Pages variable is one or the other.',
            fix: "remove it from one of the two",
          }),
      ),
  predict: () => ({ unconfirmed: [] }),
  changedBy: () => ["unconfirmed"],

  async find({ clouds, inputs: { accountId, project, slot, plain = {}, kept = [] } }) {
    if (!accountId || !project || !slot) return [];
    const found = await (await clouds.cloudflare()).pages.readSlot({ accountId, project, slot });
    const names = [...Object.keys(plain), ...kept].filter((name) => found && Object.hasOwn(found.variables, name));
    return names.length === 0 ? [] : [variablesImportId({ accountId, project, slot }, names)];
  },

  async create({ clouds, inputs, context }) {
    const { pages } = await clouds.cloudflare();
    const id = variablesId(inputs);
    const found = await readExisting(pages, inputs);
    checkExisting(found, inputs, [], context);
    const changes = planChanges(found, inputs, undefined);
    const written = await writeVariables(pages, { id, inputs, found, changes, context });
    return { id, inputs, outputs: written };
  },

  async read({ clouds, id, known }) {
    const { names, ...ref } = parseVariablesId(id);
    const found = await (await clouds.cloudflare()).pages.readSlot(ref);
    if (!found) return undefined;
    const { unconfirmed, ...seen } = known ? readOwn(found, known) : readAll(found, names);
    const inputs = { ...ref, ...seen };
    return { id: variablesId(inputs), inputs, outputs: { unconfirmed } };
  },

  async update({ clouds, id, before, inputs, context }) {
    const { pages } = await clouds.cloudflare();
    const found = await readExisting(pages, inputs);
    checkExisting(found, inputs, [...namesOf(before.inputs), ...before.outputs.unconfirmed], context);
    const changes = planChanges(found, inputs, before);
    return writeVariables(pages, { id, inputs, found, changes, context });
  },

  async delete({ clouds, id, before, context }) {
    const { pages } = await clouds.cloudflare();
    const found = await pages.readSlot(before.inputs);
    if (!found) return;
    const inputs = { ...before.inputs, plain: {}, secret: {} };
    await writeVariables(pages, {
      id,
      inputs,
      found,
      changes: planChanges(found, inputs, before),
      context,
    });
  },
});

async function readExisting(pages: CloudflarePages, ref: PagesSlotRef): Promise<PagesSlotState> {
  const found = await pages.readSlot(ref);
  if (found) return found;
  throw new Problem({
    code: "no-pages-project",
    what: `The ${ref.slot} variables of Pages project "${ref.project}" cannot be set: account ${ref.accountId} has no such project.`,
    fix: "bring the stack up that owns the project first, or correct its name",
  });
}

/** Throws a Problem when the slot has what somebody else set, or lacks what is to be kept. */
function checkExisting(
  found: PagesSlotState,
  inputs: z.infer<typeof variablesDefinition.inputs>,
  own: readonly string[],
  context: Context,
): void {
  const { slot, project, kept = [] } = inputs;
  const of = `The ${slot} slot of Pages project "${project}"`;
  const foreign = findForeign(found, inputs, own);
  if (foreign.length > 0) {
    throw new Problem({
      code: "exists-already",
      what: `${of} already has ${foreign.join(", ")}, with other values or as secrets, and this stack did not set them.`,
      why: "It would overwrite what somebody else relies on.",
      fix: "keep the secret ones as they are, and give plain ones the value that they have",
      commands: [adoptionOf(context)],
    });
  }
  const missing = kept.filter((name) => !Object.hasOwn(found.variables, name));
  if (missing.length === 0) return;
  throw new Problem({
    code: "nothing-to-keep",
    what: `${of} has no ${missing.join(", ")} to keep.`,
    fix: `remove them from \`kept\` in Pulumi.${context.stack}.yaml, and this stack sets them`,
  });
}

function namesOf({ plain, secret, kept = [] }: z.infer<typeof variablesDefinition.inputs>): string[] {
  return [...Object.keys(plain), ...Object.keys(secret), ...kept];
}
