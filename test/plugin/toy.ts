import { z } from "zod";
import { type Context, defineResource, PartialFailure } from "../../src/plugin/resource.ts";
import type { PluginOptions } from "../../src/plugin/server.ts";
import { Problem } from "../../src/problem/problem.ts";

interface ToyThing {
  name: string;
  size: number;
  values: Record<string, string>;
  secret: Record<string, string>;
  revision: number;
}

/** A cloud in memory. `calls` are the operations that reached it, `contexts` what each was told about itself. */
export class ToyCloud {
  readonly things = new Map<string, ToyThing>();
  readonly calls: string[] = [];
  readonly contexts: Context[] = [];
  /** Runs before each operation: throw here to make it fail, wait here to make it slow. */
  before: (operation: string, context: Context) => void | Promise<void> = () => {};

  async enter(operation: string, context: Context): Promise<void> {
    this.calls.push(operation);
    this.contexts.push(context);
    await this.before(operation, context);
  }

  find(id: string): ToyThing {
    const thing = this.things.get(id);
    if (!thing) throw problem(`There is no thing "${id}".`);
    return thing;
  }
}

const inputs = z.object({
  name: z.string().min(3).describe("Name. Changing it replaces the thing."),
  size: z.number().int().default(1).describe("Size in litres."),
  colour: z.enum(["red", "green"]).optional(),
  values: z.record(z.string(), z.string()).default({}),
  secret: z.record(z.string(), z.string()).default({}),
  parts: z.array(z.object({ label: z.string(), weight: z.number().default(10) })).optional(),
});

const outputs = z.object({ url: z.string(), token: z.string(), revision: z.number() });

export const thingDefinition = defineResource<ToyCloud>()({
  token: "toy:index:Thing",
  description: "A thing.",
  inputs,
  outputs,
  secretInputs: ["secret"],
  secretOutputs: ["token"],
  replaceOn: ["name"],
  check: ({ size, name }) =>
    size !== undefined && name !== undefined && size > name.length
      ? [
          new Problem({
            code: "too-large",
            where: { path: ["size"] },
            what: `must not be over ${name.length}, the length of the name.`,
            fix: "make it smaller",
          }),
        ]
      : [],
  predict: ({ name }) => (name === undefined ? {} : { url: `https://${name}.test` }),
  changedBy: (changed) => (changed.includes("values") || changed.includes("secret") ? ["revision"] : []),
  async create({ clouds: cloud, inputs: given, context }) {
    await cloud.enter("create", context);
    context.log("info", `making ${given.name}`);
    const { name, size, values, secret } = given;
    cloud.things.set(name, { name, size, values, secret, revision: 1 });
    const live = { id: name, inputs: given, outputs: outputsOf(name, 1) };
    if (size === 2) throw new PartialFailure(live, [problem("It leaks."), problem("It wobbles.")]);
    return live;
  },
  async read({ clouds: cloud, id, known, context }) {
    await cloud.enter(known ? "read" : "import", context);
    const thing = cloud.things.get(id);
    if (!thing) return undefined;
    const { name, size, values } = thing;
    const seen = { name, size, values, secret: known?.inputs.secret ?? {} };
    return { id, inputs: { ...known?.inputs, ...seen }, outputs: outputsOf(id, thing.revision) };
  },
  async update({ clouds: cloud, id, before, inputs: given, context }) {
    await cloud.enter("update", context);
    const thing = cloud.find(id);
    Object.assign(thing, given, { revision: before.outputs.revision + 1 });
    return outputsOf(id, thing.revision);
  },
  async delete({ clouds: cloud, id, context }) {
    await cloud.enter("delete", context);
    cloud.things.delete(id);
  },
});

/** A thing that holds what cannot be made again. */
export const vaultDefinition = defineResource<ToyCloud>()({
  ...thingDefinition,
  token: "toy:index:Vault",
  stateful: "Its content goes with it.",
  neverReplaced: { why: "A vault holds what cannot be made again.", fix: "make a second one and move its content" },
});

/** A thing that can only be made again, and of which two may stand side by side. */
export const stampDefinition = defineResource<ToyCloud>()({
  token: "toy:index:Stamp",
  description: "A stamp.",
  inputs: z.object({ text: z.string() }),
  outputs: z.object({}),
  createBeforeDelete: true,
  create: async ({ inputs: given }) => ({ id: given.text, inputs: given, outputs: {} }),
  read: async ({ id }) => ({ id, inputs: { text: id }, outputs: {} }),
  delete: async () => {},
});

/** A plugin for these, talking to `cloud`. */
export function toyOptions(cloud: ToyCloud) {
  const config = z.object({
    token: z.string().optional().describe("What lets you in."),
    delayMs: z.number().int().default(1000).describe("Milliseconds between writes."),
  });
  const options: PluginOptions<typeof config, ToyCloud> = {
    name: "toy",
    version: "1.2.3",
    config,
    secretConfig: ["token"],
    environment: { token: ["TOY_TOKEN", "TOY_ACCESS_TOKEN"] },
    resources: [thingDefinition, vaultDefinition, stampDefinition],
    connect: () => cloud,
  };
  return options;
}

function outputsOf(name: string, revision: number) {
  return { url: `https://${name}.test`, token: `token-of-${name}`, revision };
}

function problem(what: string): Problem {
  return new Problem({ code: "toy", what, fix: "shake it" });
}
