import { z } from "zod";
import { bucketOf } from "../../vendors/cloudflare/bucket-access.ts";
import { secretKeyOf } from "./token.ts";

/** What `cloudflare:index/accountToken:AccountToken` keeps, which made the token in earlier releases. */
const written = z.object({
  inputs: z.object({
    accountId: z.string(),
    name: z.string(),
    policies: z.array(
      z.object({
        effect: z.string(),
        permissionGroups: z.array(z.object({ id: z.string() })),
        resources: z.string(),
      }),
    ),
  }),
  outputs: z.object({ value: z.string().nullish(), status: z.string().nullish(), expiresOn: z.string().nullish() }),
});

/** The same token as credentials; `undefined` of a state that is theirs already. It keeps the name that Cloudflare knows it by. */
export function upgradeAccountToken(id: string, state: object) {
  const read = written.safeParse(state);
  if (!read.success) return undefined;
  const { accountId, name, policies } = read.data.inputs;
  const { value, status, expiresOn } = read.data.outputs;
  const buckets = policies.flatMap(({ effect, permissionGroups, resources }) => {
    const groups = permissionGroups.map((group) => group.id);
    return bucketOf(accountId, { effect, groups, resources: parse(resources) }) ?? [];
  });
  return {
    inputs: { accountId, name, buckets, generation: 1, keepOthers: false },
    outputs: {
      accessKeyId: id,
      tokenName: name,
      ...(value && { secretAccessKey: secretKeyOf(value) }),
      ...(status && { status }),
      ...(expiresOn && { expiresOn }),
    },
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
