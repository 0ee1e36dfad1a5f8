import { z } from "zod";
import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlyMachine } from "../../clouds/fly/machines.ts";
import { type Context, defineResource, type Live, PartialFailure, type State } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { flyVariableNameProblem } from "../../vendors/fly/variable-name.ts";
import type { Clouds } from "../clouds.ts";
import { parseChildId } from "./child-id.ts";
import { rollOutSecrets } from "./machine-rollout.ts";
import { requireGone } from "./presence.ts";
import { parseSecretsImport, secretsImportId } from "./secrets-id.ts";
import { checkExisting } from "./secrets-ownership.ts";
import { type SecretChanges, writeSecrets } from "./secrets-write.ts";

const inputs = z.object({
  app: z.string().describe("Name of the app. Changing it sets the secrets on another app instead."),
  values: z
    .record(z.string(), z.string())
    .describe("Environment variables of the app's machines, by name. Other secrets of the app are left alone."),
  kept: z
    .array(z.string())
    .optional()
    .describe("Names of secrets that the app has already and that stay as they are. Default: none."),
  rollout: z
    .enum(["rolling", "staged"])
    .default("rolling")
    .describe("`rolling` updates the running machines one by one; `staged` leaves new values to the next deploy."),
});

const outputs = z.object({
  version: z.int().describe("Fly's version of the app's secrets after our last write. 0 before the first."),
  digests: z
    .record(z.string(), z.string())
    .describe("Fly's digest of each value after our write, by name. Empty when the write is not confirmed."),
  rolledOutVersion: z
    .int()
    .describe("The last version that all machines were updated to; behind `version` when staged."),
});

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

const NOTHING: State<Pick<Inputs, "values">, Outputs> = {
  inputs: { values: {} },
  outputs: { version: 0, digests: {}, rolledOutVersion: 0 },
};

/**
 * The secrets that this stack sets on an app, written as one. Its id is `<app>/secrets`. Values cannot be read back: an import,
 * by `<app>/secrets?<NAME>,<NAME>`, keeps what the app has under these names, and without names all that it has.
 */
export const secretsDefinition = defineResource<Clouds>()({
  token: "parity:fly:Secrets",
  description: "Secrets of a Fly app, written in one step and rolled out to its machines.",
  inputs,
  outputs,
  secretInputs: ["values"],
  replaceOn: ["app"],
  check: ({ values }) =>
    Object.keys(values ?? {}).flatMap((name) => {
      const problem = flyVariableNameProblem(name);
      return problem ? [problem.at({ path: ["values", name] })] : [];
    }),
  changedBy: (changed) =>
    changed.includes("values") ? ["version", "digests", "rolledOutVersion"] : ["rolledOutVersion"],

  async find({ clouds, inputs: { app, kept = [], rollout } }) {
    if (app === undefined || kept.length === 0) return [];
    const listed = (await (await clouds.fly()).secrets.list(app)) ?? [];
    if (!kept.every((name) => listed.some((secret) => secret.name === name))) return [];
    return [secretsImportId(app, { names: kept, rollout: rollout ?? "rolling" })];
  },

  async create({ clouds, inputs, context }) {
    const fly = await clouds.fly();
    const { app, values, kept = [] } = inputs;
    const id = `${app}/secrets`;
    await checkExisting(fly, app, { foreign: Object.keys(values), kept }, context);
    return { id, inputs, outputs: await settle(fly, id, NOTHING, inputs, context) };
  },

  async read({ clouds, id, known, context }) {
    const { parent: app, child } = parseChildId(id, "<app>/secrets");
    const listed = await (await clouds.fly()).secrets.list(app);
    if (!listed) return undefined;
    const digests = new Map(listed.map(({ name, digest }) => [name, digest]));
    if (!known) {
      const { names = [...digests.keys()], rollout } = parseSecretsImport(child);
      const kept = names.filter((name) => digests.has(name)).sort();
      return { id: `${app}/secrets`, inputs: { app, values: {}, kept, rollout }, outputs: NOTHING.outputs };
    }
    const { kept, ...inputs } = known.inputs;
    const names = [...Object.keys(inputs.values), ...(kept ?? [])];
    if (names.length > 0 && !names.some((name) => digests.has(name))) return undefined;
    const still = { ...(kept && { kept: kept.filter((name) => digests.has(name)) }) };
    const live = { id, inputs: { ...inputs, ...still, app, values: compare(known, digests) }, outputs: known.outputs };
    if (owesRollout(live.inputs, live.outputs)) throw new PartialFailure(live, [describeDebt(live, context)]);
    return live;
  },

  async update({ clouds, id, before, inputs, context }) {
    const fly = await clouds.fly();
    // What was kept and is kept no longer may be overwritten: somebody has said so.
    const known = [before.inputs.values, before.outputs.digests].flatMap(Object.keys).concat(before.inputs.kept ?? []);
    const isNew = (name: string) => !known.includes(name);
    const added = { foreign: Object.keys(inputs.values).filter(isNew), kept: inputs.kept ?? [] };
    await checkExisting(fly, inputs.app, added, context);
    return settle(fly, id, before, inputs, context);
  },

  async delete({ clouds, before, context: { signal } }) {
    const names = Object.keys(before.outputs.digests);
    if (names.length === 0) return;
    const { app } = before.inputs;
    const { secrets } = await clouds.fly();
    await secrets.remove(app, names);
    const what = `the secrets ${names.join(", ")} of app "${app}"`;
    await requireGone({ what, command: line`fly secrets list -a ${app}`, signal }, async () =>
      (await secrets.list(app))?.find(({ name }) => names.includes(name)),
    );
  },
});

/** Sends what changed, then rolls out what is owed. Answers the new outputs; a PartialFailure keeps those reached so far. */
async function settle(
  fly: FlyClient,
  id: string,
  before: State<Pick<Inputs, "values">, Outputs>,
  inputs: Inputs,
  context: Context,
): Promise<Outputs> {
  const { app } = inputs;
  const changes = findChanges(before, inputs);
  const digests = Object.entries(before.outputs.digests).filter(([name]) => !inputs.kept?.includes(name));
  let outputs = { ...before.outputs, digests: Object.fromEntries(digests) };
  let machines: Promise<readonly FlyMachine[]> | undefined;
  const listMachines = () => {
    if (inputs.rollout !== "rolling") return;
    machines = fly.machines.list(app);
    // Of a write that is in doubt nothing is rolled out, and nobody asks for them.
    machines.catch(() => undefined);
  };
  if (Object.keys(changes).length > 0) {
    const { written, doubt } = await writeSecrets(fly, app, changes, outputs, context, listMachines);
    outputs = { ...outputs, ...written };
    if (doubt !== undefined) {
      throw new PartialFailure({ id, inputs, outputs }, [
        new Problem({
          code: "not-confirmed",
          what: `It is not certain that Fly has the new secrets of app "${app}": ${doubt}`,
          fix: "see what Fly has, and send them once more",
          commands: [line`fly secrets list -a ${app}`, line`pulumi up --stack ${context.stack}`],
        }),
      ]);
    }
  }
  if (!owesRollout(inputs, outputs)) return outputs;
  try {
    await rollOutSecrets(fly, app, outputs.version, context, machines);
  } catch (error) {
    throw new PartialFailure({ id, inputs, outputs }, [error]);
  }
  return { ...outputs, rolledOutVersion: outputs.version };
}

/** Only what differs, and what is not confirmed. Only what was written here, and is not kept from now on, is removed. */
function findChanges(before: State<Pick<Inputs, "values">, Outputs>, { values, kept = [] }: Inputs): SecretChanges {
  const known = new Map(Object.entries(before.inputs.values));
  const digests = new Map(Object.entries(before.outputs.digests));
  const set = Object.entries(values).filter(([name, value]) => known.get(name) !== value || !digests.get(name));
  const removed = [...digests.keys()].filter((name) => !Object.hasOwn(values, name) && !kept.includes(name));
  return Object.fromEntries([...set, ...removed.map((name) => [name, null] as const)]);
}

function owesRollout({ rollout }: Inputs, { version, rolledOutVersion }: Outputs): boolean {
  return rollout === "rolling" && rolledOutVersion < version;
}

function describeDebt({ inputs, outputs }: Live<Inputs, Outputs>, { stack }: Context): Problem {
  return new Problem({
    code: "rollout-unfinished",
    what: `Version ${outputs.version} of the secrets of app "${inputs.app}" has not been rolled out to every machine.`,
    fix: "go on with it",
    commands: [line`pulumi up --stack ${stack}`],
  });
}

/** The values in state, without those that are gone, and with a mark on those that somebody else changed. */
function compare(known: State<Inputs, Outputs>, digests: ReadonlyMap<string, string>): Inputs["values"] {
  const ours = new Map(Object.entries(known.outputs.digests));
  return Object.fromEntries(
    Object.entries(known.inputs.values).flatMap(([name, value]) => {
      const now = digests.get(name);
      if (now === undefined) return [];
      const written = ours.get(name);
      return [[name, written === undefined || written === now ? value : unreadable(now)]];
    }),
  );
}

/** Stands for a value that was not written here. No environment variable can hold a NUL, so it differs from every value. */
function unreadable(digest: string): string {
  return `\u0000not set by this stack, Fly's digest is ${digest}`;
}
