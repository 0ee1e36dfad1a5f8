import { z } from "zod";
import { createOnce } from "../../clouds/call/create-once.ts";
import type { FlyClient } from "../../clouds/fly/client.ts";
import type { FlyToken, IssuedFlyToken } from "../../clouds/fly/tokens.ts";
import { type Context, defineResource } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import { flyExpiryProblem } from "../../vendors/fly/token.ts";
import type { Clouds } from "../clouds.ts";
import { findExpiry, issueAnother } from "../health.ts";
import { parseChildId } from "./child-id.ts";
import { requireGone, requireShown } from "./presence.ts";

const inputs = z.object({
  app: z.string().describe("Name of the only app the token may deploy. Changing it issues another token."),
  name: z
    .string()
    .min(1)
    .describe("What the token is for, unique on the app. Fly lists it as `<name>/<expiry>/<generation>`."),
  expiry: z
    .string()
    .default("8760h")
    .describe("Lifetime as a Go duration. Default a year (flyctl's own is twenty). Changing it issues another token."),
  generation: z
    .int()
    .min(1)
    .default(1)
    .describe("Raise it to issue another token and revoke this one once nothing declares it any more."),
});

const outputs = z.object({
  tokenId: z.string().describe("Fly's id of the token."),
  token: z.string().describe("The whole value, scheme included: what goes into `FLY_API_TOKEN`."),
  expiresAt: z.string().describe("RFC 3339."),
});

type Inputs = z.infer<typeof inputs>;

/**
 * A token that may deploy one Fly app. Its id is `<app>/<token id>`. Its value is shown once: a live token of the same
 * name that is not in state is one whose value was lost, so it is revoked and issued again.
 */
export const deployTokenDefinition = defineResource<Clouds>()({
  token: "parity:fly:DeployToken",
  description: "A deploy token of a single Fly app.",
  inputs,
  outputs,
  secretOutputs: ["token"],
  createBeforeDelete: true,
  health: ({ properties, now, ...where }) =>
    findExpiry("The deploy token", properties.expiresAt, now, issueAnother(where)),
  check: ({ expiry }) => {
    const problem = expiry === undefined ? undefined : flyExpiryProblem(expiry);
    return problem ? [problem.at({ path: ["expiry"] })] : [];
  },

  async discardOwn({ clouds, inputs: { app, name, expiry = "8760h", generation = 1 }, readHeld, signal }) {
    if (app === undefined || name === undefined) return [];
    const fly = await clouds.fly();
    const listed = await listLive(fly, app, tokenNameOf({ name, expiry, generation }));
    const held = await readHeld();
    const lost = held ? listed.filter(({ id }) => !held.includes(`${app}/${id}`)) : [];
    for (const { id } of lost) await revoke(fly, app, id, signal);
    return lost.map(({ id }) => `${app}/${id}`);
  },

  async create({ clouds, inputs, context }) {
    const fly = await clouds.fly();
    const issued = await issue(fly, inputs, context);
    return {
      id: `${inputs.app}/${issued.id}`,
      inputs,
      outputs: { tokenId: issued.id, token: issued.tokenHeader, expiresAt: issued.expiresAt },
    };
  },

  async read({ clouds, id, known }) {
    const { parent: app, child: tokenId } = parseChildId(id, "<app>/<token id>");
    if (!known) {
      throw new Problem({
        code: "not-importable",
        what: "A deploy token cannot be imported: Fly shows its value only when it is issued.",
        fix: "declare it without an import, so that a new one is issued, and revoke the old one once nobody uses it",
        commands: [line`fly tokens revoke ${tokenId}`],
      });
    }
    return (await findLive(await clouds.fly(), app, tokenId)) && { id, ...known };
  },

  async delete({
    clouds,
    before: {
      inputs: { app },
      outputs: { tokenId },
    },
    context: { signal },
  }) {
    await revoke(await clouds.fly(), app, tokenId, signal);
  },
});

async function issue(fly: FlyClient, inputs: Inputs, { log, signal }: Context): Promise<IssuedFlyToken> {
  const { app, expiry } = inputs;
  const name = tokenNameOf(inputs);
  const revokeLost = async (tokens: readonly FlyToken[]): Promise<void> => {
    for (const { id } of tokens.filter((token) => isLive(token) && token.name === name)) {
      log("info", `Token ${id} of app "${app}" has the name ${name}, but its value is lost: revoked and issued again.`);
      await revoke(fly, app, id, signal);
    }
  };
  const found = await fly.tokens.read(app);
  if (!found) {
    const what = `Fly has no app "${app}" to issue a token for.`;
    throw new Problem({ code: "no-app", what, fix: "declare it, or correct the name" });
  }
  await revokeLost(found.tokens);
  const issued = await createOnce({
    create: () => fly.tokens.createDeployToken(app, found.owner, { name, expiry }),
    find: async () => {
      await revokeLost((await fly.tokens.list(app)) ?? []);
      return undefined;
    },
  });
  await requireShown({ ...describe(app, issued.id), signal }, () => findLive(fly, app, issued.id));
  return issued;
}

/** The name holds all that replaces a token, so that a new token is distinguishable from the one it replaces. */
function tokenNameOf({ name, expiry, generation }: Pick<Inputs, "name" | "expiry" | "generation">): string {
  return `${name}/${expiry}/${generation}`;
}

async function listLive({ tokens }: FlyClient, app: string, name: string): Promise<FlyToken[]> {
  return ((await tokens.list(app)) ?? []).filter((token) => token.name === name && isLive(token));
}

async function revoke(fly: FlyClient, app: string, id: string, signal: AbortSignal): Promise<void> {
  try {
    await fly.tokens.revoke(id);
  } catch (error) {
    if (await findLive(fly, app, id)) throw error;
  }
  await requireGone({ ...describe(app, id), signal }, () => findLive(fly, app, id));
}

async function findLive({ tokens }: FlyClient, app: string, id: string): Promise<FlyToken | undefined> {
  return (await tokens.list(app))?.find((token) => token.id === id && isLive(token));
}

function describe(app: string, id: string) {
  return { what: `deploy token ${id} of app "${app}"`, command: line`fly tokens list -a ${app}` };
}

/** Revoked tokens may stay listed. */
function isLive({ revokedAt }: FlyToken): boolean {
  return !revokedAt;
}
