import { z } from "zod";
import type { FlyClient } from "../../clouds/fly/client.ts";
import { type Context, defineResource, type Live, PartialFailure, type State } from "../../plugin/resource.ts";
import type { Cure } from "../../problem/parts.ts";
import { Problem } from "../../problem/problem.ts";
import { flyVariableNameProblem } from "../../vendors/fly/variable-name.ts";
import type { Clouds } from "../clouds.ts";
import { parseChildId } from "./child-id.ts";
import { rollOutSecrets } from "./machine-rollout.ts";
import { requireGone } from "./presence.ts";
import { type SecretChanges, writeSecrets } from "./secrets-write.ts";

const inputs = z.object({
  app: z.string().describe("Name of the app. Changing it sets the secrets on another app instead."),
  values: z
    .record(z.string(), z.string())
    .describe("Environment variables of the app's machines, by name. Other secrets of the app are left alone."),
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

/** The secrets that this stack sets on an app, written as one. Its id is `<app>/secrets`. Values cannot be read back. */
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

  async create({ clouds, inputs, context }) {
    const fly = await clouds.fly();
    const { app, values } = inputs;
    const id = `${app}/secrets`;
    await refuseForeign(fly, app, Object.keys(values), (taken) => ({
      fix:
        "nobody can read them back but a running machine: see what it has, give this stack the same values (a generated one as a " +
        "secret that only a person has), and only then unset them; running machines keep theirs until the next deploy",
      commands: [`fly ssh console -a ${app} -C env`, `fly secrets unset ${taken.join(" ")} --stage -a ${app}`],
    }));
    return { id, inputs, outputs: await settle(fly, id, NOTHING, inputs, context) };
  },

  async read({ clouds, id, known }) {
    const { parent: app } = parseChildId(id, "<app>/secrets");
    const listed = await (await clouds.fly()).secrets.list(app);
    if (!listed) return undefined;
    const digests = new Map(listed.map(({ name, digest }) => [name, digest]));
    if (!known) {
      const values = Object.fromEntries(listed.map(({ name, digest }) => [name, unreadable(digest)]));
      return { id, inputs: { app, values, rollout: "rolling" as const }, outputs: NOTHING.outputs };
    }
    const names = Object.keys(known.inputs.values);
    if (names.length > 0 && !names.some((name) => digests.has(name))) return undefined;
    const live = { id, inputs: { ...known.inputs, app, values: compare(known, digests) }, outputs: known.outputs };
    if (owesRollout(live.inputs, live.outputs)) throw new PartialFailure(live, [describeDebt(live)]);
    return live;
  },

  async update({ clouds, id, before, inputs, context }) {
    const fly = await clouds.fly();
    const added = Object.keys(inputs.values).filter(
      (name) => !Object.hasOwn(before.inputs.values, name) && !Object.hasOwn(before.outputs.digests, name),
    );
    // Machines that run keep the value of a secret that is unset with --stage, so nothing breaks in between.
    await refuseForeign(fly, inputs.app, added, (taken) => ({
      fix: "unset them, if this stack is to set them",
      commands: [`fly secrets unset ${taken.join(" ")} --stage -a ${inputs.app}`],
    }));
    return settle(fly, id, before, inputs, context);
  },

  async delete({ clouds, before, context: { signal } }) {
    const names = Object.keys(before.outputs.digests);
    if (names.length === 0) return;
    const { app } = before.inputs;
    const { secrets } = await clouds.fly();
    await secrets.remove(app, names);
    const what = `the secrets ${names.join(", ")} of app "${app}"`;
    await requireGone({ what, command: `fly secrets list -a ${app}`, signal }, async () =>
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
  const changes = findChanges(before, inputs.values);
  let outputs = before.outputs;
  if (Object.keys(changes).length > 0) {
    const { written, doubt } = await writeSecrets(fly, app, changes, outputs, context);
    outputs = { ...outputs, ...written };
    if (doubt !== undefined) {
      const advice = `run \`pulumi up\` again, it sends them once more; \`fly secrets list -a ${app}\` shows what Fly has`;
      throw new PartialFailure({ id, inputs, outputs }, [
        new Problem({
          code: "not-confirmed",
          what: `It is not certain that Fly has the new secrets of app "${app}": ${doubt}`,
          fix: advice,
        }),
      ]);
    }
  }
  if (!owesRollout(inputs, outputs)) return outputs;
  try {
    await rollOutSecrets(fly, app, outputs.version, context);
  } catch (error) {
    throw new PartialFailure({ id, inputs, outputs }, [error]);
  }
  return { ...outputs, rolledOutVersion: outputs.version };
}

/** Only what differs, and what is not confirmed. Only what was written here is removed. */
function findChanges(before: State<Pick<Inputs, "values">, Outputs>, values: Inputs["values"]): SecretChanges {
  const known = new Map(Object.entries(before.inputs.values));
  const digests = new Map(Object.entries(before.outputs.digests));
  const set = Object.entries(values).filter(([name, value]) => known.get(name) !== value || !digests.get(name));
  const removed = [...digests.keys()].filter((name) => !Object.hasOwn(values, name));
  return Object.fromEntries([...set, ...removed.map((name) => [name, null] as const)]);
}

async function refuseForeign(
  fly: FlyClient,
  app: string,
  names: readonly string[],
  cureOf: (taken: readonly string[]) => Cure,
): Promise<void> {
  if (names.length === 0) return;
  const listed = await fly.secrets.list(app);
  if (!listed)
    throw new Problem({
      code: "no-app",
      what: `Fly has no app "${app}" to set secrets on.`,
      fix: "declare it, or correct the name",
    });
  const taken = names.filter((name) => listed.some((secret) => secret.name === name));
  if (taken.length === 0) return;
  throw new Problem({
    code: "exists-already",
    what: `App "${app}" already has ${taken.join(", ")}, set by somebody else.`,
    why: "Nothing is overwritten that this stack did not set.",
    ...cureOf(taken),
  });
}

function owesRollout({ rollout }: Inputs, { version, rolledOutVersion }: Outputs): boolean {
  return rollout === "rolling" && rolledOutVersion < version;
}

function describeDebt({ inputs, outputs }: Live<Inputs, Outputs>): Problem {
  return new Problem({
    code: "rollout-unfinished",
    what: `Version ${outputs.version} of the secrets of app "${inputs.app}" has not been rolled out to every machine.`,
    fix: "run `pulumi up`",
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
