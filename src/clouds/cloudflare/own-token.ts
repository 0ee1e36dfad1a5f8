import * as z from "zod";
import { isStatus } from "../call/cloud-error.ts";
import type { JsonApi } from "../call/json-api.ts";

/** `user_tokens_TokenVerifyResponse` of Cloudflare's OpenAPI document, as far as it is read. */
const verified = z.object({
  id: z.string().min(1),
  /** `active`, `disabled` or `expired`. */
  status: z.string(),
  /** RFC 3339. */
  expires_on: z.string().nullish(),
});

const policies = z.array(
  z.object({ effect: z.string(), permission_groups: z.array(z.object({ name: z.string().optional() })) }),
);

export interface VerifiedToken {
  readonly status: string;
  /** In RFC 3339; absent: it has no end. */
  readonly endsAt: string | undefined;
  /** Names of the permission groups that it is allowed; `undefined` where it may not read itself. */
  readonly permissions: readonly string[] | undefined;
}

/** The client's own token. */
export class CloudflareOwnToken {
  private readonly api: JsonApi;

  constructor(api: JsonApi) {
    this.api = api;
  }

  /** Whether it lives. One of an account is verified there, one of a person elsewhere (developers.cloudflare.com/fundamentals/api/get-started/account-owned-tokens). */
  async verify(account: string): Promise<VerifiedToken> {
    const ofAccount = `/accounts/${encodeURIComponent(account)}/tokens`;
    const { list, result } = await this.read(`${ofAccount}/verify`, verified)
      .then((read) => ({ list: ofAccount, result: read }))
      .catch(async (error: unknown) => {
        if (!isStatus(error, 400, 401, 403, 404)) throw error;
        return { list: "/user/tokens", result: await this.read("/user/tokens/verify", verified) };
      });
    const { id, status, expires_on } = result;
    const permissions = await this.readPermissions(`${list}/${encodeURIComponent(id)}`);
    return { status, endsAt: expires_on ?? undefined, permissions };
  }

  /** Accounts that it reaches (developers.cloudflare.com/api/resources/accounts/methods/list). */
  async listAccounts(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    return await this.read("/accounts", z.array(z.object({ id: z.string().min(1), name: z.string() })));
  }

  /** Needs a permission that not every token has. */
  private async readPermissions(path: string): Promise<readonly string[] | undefined> {
    try {
      const token = await this.read(path, z.object({ policies }));
      const allowed = token.policies.filter(({ effect }) => effect === "allow");
      const names = allowed.flatMap(({ permission_groups }) => permission_groups.map(({ name }) => name));
      return names.every((name) => name !== undefined) ? names : undefined;
    } catch (error) {
      if (isStatus(error, 400, 401, 403, 404)) return undefined;
      throw error;
    }
  }

  private async read<T>(path: string, result: z.ZodType<T>): Promise<T> {
    const action = "read what the token is good for";
    return (await this.api.request({ action, method: "GET", path, answer: z.object({ result }) })).result;
  }
}
