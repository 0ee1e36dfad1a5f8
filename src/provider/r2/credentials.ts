import { z } from "zod";
import { type Context, defineResource, PartialFailure } from "../../plugin/resource.ts";
import { line } from "../../problem/command-line.ts";
import { Problem } from "../../problem/problem.ts";
import type { Clouds } from "../clouds.ts";
import { findExpiry, findInactive, issueAnother } from "../health.ts";
import { keeping } from "../keeping.ts";
import { upgradeAccountToken } from "./account-token-state.ts";
import {
  findStrays,
  issueToken,
  notListed,
  readAccess,
  revokeStrays,
  revokeToken,
  secretKeyOf,
  settleToken,
  tokenNameOf,
  waitUntilListed,
} from "./token.ts";

const bucket = z.object({
  name: z.string().min(1).describe("Name of the bucket."),
  jurisdiction: z.string().min(1).default("default").describe("Its jurisdiction, such as `eu`. Default: `default`."),
  permission: z.enum(["read", "write"]).describe("What is allowed with its objects; `write` implies `read`."),
});

const inputs = z.object({
  accountId: z.string().min(1).describe("Cloudflare account of the buckets. Changing it issues another key."),
  name: z.string().min(1).max(120).describe("What Cloudflare lists the token by: `<name>/<generation>/<lineage>`."),
  lineage: z
    .string()
    .min(1)
    .describe("Identity of the state that makes it. A token that carries another is left alone."),
  buckets: z.array(bucket).min(1).describe("The only buckets that the key opens. Changing them keeps the key."),
  generation: z
    .int()
    .min(1)
    .default(1)
    .describe("Raise it to issue another key, and to revoke this one once nothing declares it any more."),
  keepOthers: z
    .boolean()
    .default(false)
    .describe(
      "Somebody may have the value of another token of the very same name: it lives on. Default: it is revoked.",
    ),
});

const outputs = z.object({
  accessKeyId: z.string().describe("S3 access key id: the id of the token."),
  secretAccessKey: z.string().describe("S3 secret access key: the SHA-256 of the token's value."),
  tokenName: z.string().describe("What Cloudflare calls the token."),
  status: z.string().optional().describe("`active`, `disabled` or `expired`."),
  expiresOn: z.string().optional().describe("RFC 3339. Absent of a token without an end."),
});

type Inputs = z.infer<typeof inputs>;

/**
 * The S3 keys of some R2 buckets, which are an account token's; its id is the resource's. Cloudflare tells a token's value
 * once: a token of the same name that is not in state is one whose value was lost, so it is revoked.
 */
export const credentialsDefinition = defineResource<Clouds>()({
  token: "parity:r2:Credentials",
  description: "S3 credentials that open some R2 buckets and nothing else.",
  inputs,
  outputs,
  secretOutputs: ["secretAccessKey"],
  replaceOn: ["accountId", "generation"],
  createBeforeDelete: true,
  changedBy: (changed) => (changed.includes("name") ? ["tokenName"] : []),
  upgrade: upgradeAccountToken,
  health: ({ properties: { status, expiresOn }, now, ...where }) => [
    ...findInactive("R2 refuses it", status ?? "active", issueAnother(where)),
    ...findExpiry("The R2 token", expiresOn, now, issueAnother(where)),
  ],
  // An empty one, or its hash, would look like a key and open nothing.
  checkState: ({ outputs: { secretAccessKey } }, { stack, urn }) =>
    secretAccessKey
      ? undefined
      : new Problem({
          code: "no-storage-secret",
          what: `The state of "${stack}" has no value of its R2 token, of which the secret access key is made.`,
          why: "Cloudflare tells the value once, when it issues the token.",
          fix: "issue another, which also goes where the old one is",
          // A refresh would compare the state, and stop here too.
          commands: [line`pulumi up --stack ${stack} --replace ${urn}`],
        }),

  async discardOwn({ clouds, inputs: { accountId, name, lineage, generation = 1 }, readHeld, signal }) {
    if (accountId === undefined || name === undefined || lineage === undefined) return [];
    const { accountTokens } = await clouds.cloudflare();
    const own = tokenNameOf({ name, lineage, generation });
    const listed = (await accountTokens.list(accountId)).filter((token) => token.name === own);
    const held = await readHeld();
    const lost = held ? listed.filter(({ id }) => !held.includes(id)) : [];
    for (const { id } of lost) await revokeToken(accountTokens, accountId, id, signal);
    return lost.map(({ id }) => id);
  },

  async create({ clouds, inputs, context }) {
    const { accountTokens } = await clouds.cloudflare();
    const token = await issueToken(accountTokens, inputs);
    const secretAccessKey = secretKeyOf(token.value);
    const live = { id: token.id, inputs, outputs: { accessKeyId: token.id, secretAccessKey, ...shownOf(token) } };
    // One that Cloudflare never lists is not kept: the next run issues another.
    const listed = await keeping(live, () => waitUntilListed(accountTokens, inputs, { own: token.id, context }));
    if (!listed) throw notListed(token.id);
    await keeping(live, () => revokeStrays(accountTokens, inputs, { own: token.id, listed, context }));
    return live;
  },

  async read({ clouds, id, known, context }) {
    if (!known) {
      throw new Problem({
        code: "not-importable",
        what: "The S3 keys of R2 cannot be imported: Cloudflare tells the value of a token only when it issues it.",
        fix: `declare them without an import, so that a new token is issued, and revoke ${id} in Cloudflare's dashboard once nobody uses it`,
      });
    }
    const { accountTokens } = await clouds.cloudflare();
    const listed = await accountTokens.list(known.inputs.accountId);
    const token = listed.find((one) => one.id === id) ?? (await accountTokens.find(known.inputs.accountId, id));
    if (!token) return undefined;
    const { buckets, hasMore } = readAccess(token, known.inputs);
    // What no input can say of it is a name that is not ours.
    const name = token.name === known.outputs.tokenName ? known.inputs.name : token.name;
    const live = {
      id,
      inputs: { ...known.inputs, name, buckets },
      outputs: { ...known.outputs, status: undefined, expiresOn: undefined, ...shownOf(token) },
    };
    const reasons = [
      ...findStrays(listed, known.inputs, id).map((stray) => describeStray(stray.id, known.inputs, context)),
      ...(hasMore ? [describeMore(id, context)] : []),
    ];
    if (reasons.length > 0) throw new PartialFailure(live, reasons);
    return live;
  },

  async update({ clouds, id, before, inputs, context }) {
    const { accountTokens } = await clouds.cloudflare();
    const { accountId } = inputs;
    const listed = await accountTokens.list(accountId);
    const found = listed.find((one) => one.id === id) ?? (await accountTokens.find(accountId, id));
    if (!found) {
      throw new Problem({
        code: "gone",
        what: `Account ${accountId} has no API token ${id} any more.`,
        fix: "issue another, which also goes where the old one is",
        commands: [line`pulumi up --refresh --stack ${context.stack}`],
      });
    }
    // An earlier release gave the bare name. It proves nothing, and does no harm: the token moves without a write.
    const isFormer = before.outputs.tokenName === inputs.name && found.name === inputs.name;
    const name = isFormer ? inputs.name : tokenNameOf(inputs);
    const token = await settleToken(accountTokens, inputs, { found, name, signal: context.signal });
    await revokeStrays(accountTokens, inputs, { own: id, listed, context });
    return { ...before.outputs, ...shownOf(token) };
  },

  async delete({ clouds, id, before, context }) {
    const { accountTokens } = await clouds.cloudflare();
    await revokeToken(accountTokens, before.inputs.accountId, id, context.signal);
  },
});

function shownOf({
  name,
  status,
  expires_on,
}: {
  name: string;
  status?: string | undefined;
  expires_on?: string | undefined;
}) {
  return { tokenName: name, ...(status && { status }), ...(expires_on && { expiresOn: expires_on }) };
}

function describeStray(id: string, inputs: Inputs, { stack }: Context): Problem {
  return new Problem({
    code: "made-twice",
    what: `Beside it, API token ${id} is live with the same name, ${tokenNameOf(inputs)}: this state made it, and its value was lost.`,
    fix: "revoke it",
    commands: [line`pulumi up --refresh --stack ${stack}`],
  });
}

function describeMore(id: string, { stack }: Context): Problem {
  return new Problem({
    code: "other-policies",
    what: `API token ${id} has policies at Cloudflare that are not of its buckets.`,
    fix: "set those of its buckets alone",
    commands: [line`pulumi up --refresh --stack ${stack}`],
  });
}
