import * as z from "zod";
import { rememberSecrets } from "../../problem/secrets.ts";
import { acknowledgement } from "../call/answer.ts";
import { isStatus } from "../call/cloud-error.ts";
import type { JsonApi } from "../call/json-api.ts";

/** `iam_TokenPolicy` of Cloudflare's OpenAPI document, as far as it is read. */
const policy = z.object({
  effect: z.string(),
  permission_groups: z.array(z.object({ id: z.string() })),
  resources: z.record(z.string(), z.unknown()),
});

/** `iam_Token`, as far as it is read. */
const token = z.object({
  id: z.string().min(1),
  name: z.string(),
  policies: z.array(policy),
  /** `active`, `disabled` or `expired`. */
  status: z.string().optional(),
  /** RFC 3339. */
  expires_on: z.string().optional(),
  issued_on: z.string().optional(),
});

export type AccountToken = z.infer<typeof token>;
export type TokenSettings = Pick<AccountToken, "name" | "policies">;

/** Cloudflare tells the value in this answer only. */
const issued = token.extend({ value: z.string().min(1) });

export type IssuedAccountToken = z.infer<typeof issued>;

const page = z.object({
  result: z.array(token),
  result_info: z.object({ total_count: z.number().optional() }).nullish(),
});

const PAGE_SIZE = 50;

/** API tokens that belong to an account: https://developers.cloudflare.com/api/resources/accounts/subresources/tokens */
export class CloudflareAccountTokens {
  private readonly api: JsonApi;

  constructor(api: JsonApi) {
    this.api = api;
  }

  /** Every token of the account. One that is not listed may have moved to another page meanwhile: `find` tells. */
  async list(account: string): Promise<readonly AccountToken[]> {
    const tokens: AccountToken[] = [];
    for (let number = 1; ; number++) {
      const { result, result_info } = await this.api.request({
        action: `list the API tokens of account ${account}`,
        method: "GET",
        path: pathOf(account),
        query: { page: number, per_page: PAGE_SIZE },
        answer: page,
      });
      tokens.push(...result);
      const total = result_info?.total_count;
      const isLast = total === undefined ? result.length < PAGE_SIZE : tokens.length >= total;
      if (isLast || result.length === 0) return tokens;
    }
  }

  /** `undefined` when Cloudflare says that the account has no such token. */
  async find(account: string, id: string): Promise<AccountToken | undefined> {
    try {
      const { result } = await this.api.request({
        action: `read API token ${id}`,
        method: "GET",
        path: pathOf(account, id),
        answer: z.object({ result: token }),
      });
      return result;
    } catch (error) {
      // The code that goes with it is not documented. Whoever takes it for gone has read the list of the same account before.
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  }

  /** Issues a token. Not repeatable: each call makes another. */
  async create(account: string, settings: TokenSettings): Promise<IssuedAccountToken> {
    const { result } = await this.api.request({
      action: `issue API token "${settings.name}"`,
      method: "POST",
      path: pathOf(account),
      body: settings,
      answer: z.object({ result: issued }),
    });
    rememberSecrets(result.value);
    return result;
  }

  /** Sets name and policies; the value stays. */
  async update(account: string, id: string, settings: TokenSettings): Promise<void> {
    await this.api.request({
      action: `change API token ${id}`,
      method: "PUT",
      path: pathOf(account, id),
      body: settings,
      repeatable: true,
      answer: acknowledgement,
    });
  }

  /** Refused when there is no such token. */
  async delete(account: string, id: string): Promise<void> {
    const call = { action: `revoke API token ${id}`, method: "DELETE", path: pathOf(account, id) } as const;
    await this.api.request({ ...call, answer: acknowledgement });
  }
}

function pathOf(account: string, id?: string): string {
  const list = `/accounts/${encodeURIComponent(account)}/tokens`;
  return id === undefined ? list : `${list}/${encodeURIComponent(id)}`;
}
