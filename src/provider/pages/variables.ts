import { z } from "zod";
import type { CloudflarePages, PagesSlotRef, PagesSlotState } from "../../clouds/cloudflare/pages.ts";
import { defineResource } from "../../plugin/resource.ts";
import type { Cure } from "../../problem/parts.ts";
import { Problem } from "../../problem/problem.ts";
import type { Clouds } from "../clouds.ts";
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
});

const outputs = z.object({
  unconfirmed: z
    .array(z.string())
    .describe("Names of ours that Cloudflare does not show as we sent them. The next update sends them again."),
});

/**
 * The variables that this stack sets in one slot of one Pages project, by the id `<accountId>/<project>/<slot>`. Variables of
 * other names, and the other slot, are left alone: Cloudflare merges them by name.
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

  async create({ clouds, inputs, context }) {
    const { pages } = await clouds.cloudflare();
    const id = `${inputs.accountId}/${inputs.project}/${inputs.slot}`;
    const found = await readExisting(pages, inputs);
    const foreign = findForeign(found, inputs, []);
    if (foreign.length > 0) {
      throw refuseForeign(inputs, foreign, {
        fix: "have the same values in this stack's config, then delete them in the project's settings",
      });
    }
    const changes = planChanges(found, inputs, undefined);
    const written = await writeVariables(pages, { id, inputs, found, changes, signal: context.signal });
    return { id, inputs, outputs: written };
  },

  async read({ clouds, id, known, context }) {
    const ref = parseId(id);
    const found = await (await clouds.cloudflare()).pages.readSlot(ref);
    if (!found) return undefined;
    const { unconfirmed, ...seen } = known ? readOwn(found, known) : readAll(found);
    const secrets = Object.keys(seen.secret).join(", ");
    if (!known && secrets !== "") {
      const what = `Cloudflare does not tell the values of ${secrets}`;
      context.log("warning", `${what}: the first update sets those that the program gives, and removes the others.`);
    }
    return { id, inputs: { ...ref, ...seen }, outputs: { unconfirmed } };
  },

  async update({ clouds, id, before, inputs, context }) {
    const { pages } = await clouds.cloudflare();
    const found = await readExisting(pages, inputs);
    const own = [...namesOf(before.inputs), ...before.outputs.unconfirmed];
    const foreign = findForeign(found, inputs, own);
    if (foreign.length > 0) {
      throw refuseForeign(inputs, foreign, { fix: "delete them in the project's settings, or choose other names" });
    }
    const changes = planChanges(found, inputs, before);
    return writeVariables(pages, { id, inputs, found, changes, signal: context.signal });
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
      signal: context.signal,
    });
  },
});

async function readExisting(pages: CloudflarePages, ref: PagesSlotRef): Promise<PagesSlotState> {
  const found = await pages.readSlot(ref);
  if (found) return found;
  throw new Problem({
    code: "no-pages-project",
    what: `The ${ref.slot} variables of Pages project "${ref.project}" cannot be set: account ${ref.accountId} has no such project.`,
    fix: "run pulumi up on the stack that owns the project first, or correct its name",
  });
}

function refuseForeign({ slot, project }: PagesSlotRef, names: readonly string[], cure: Cure): Problem {
  const has = `The ${slot} slot of Pages project "${project}" already has ${names.join(", ")}, with other values or as secrets`;
  return new Problem({
    code: "exists-already",
    what: `${has}, and this stack did not set them: it would overwrite what somebody else relies on.`,
    ...cure,
  });
}

function namesOf({ plain, secret }: Pick<z.infer<typeof inputs>, "plain" | "secret">): string[] {
  return [...Object.keys(plain), ...Object.keys(secret)];
}

function parseId(id: string): PagesSlotRef {
  const [accountId, project, slot, ...rest] = id.split("/");
  if (!accountId || !project || (slot !== "preview" && slot !== "production") || rest.length > 0) {
    throw new Problem({
      code: "import-id",
      what: `"${id}" does not name the variables of a Pages project.`,
      fix: "write <accountId>/<project>/preview or <accountId>/<project>/production",
    });
  }
  return { accountId, project, slot };
}
