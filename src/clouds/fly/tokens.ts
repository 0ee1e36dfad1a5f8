import * as z from "zod";
import { rememberSecrets } from "../../problem/secrets.ts";
import { acknowledgement } from "../call/answer.ts";
import type { JsonApi } from "../call/json-api.ts";
import { askGraphql, saysAppIsMissing } from "./graphql.ts";

const token = z.object({
  id: z.string(),
  name: z.string(),
  /** RFC 3339. */
  expiresAt: z.string(),
  /** Revoked tokens may stay listed. */
  revokedAt: z.string().nullable(),
});

export type FlyToken = z.infer<typeof token>;

/** What a token is issued for. The ids are GraphQL's own, not names. */
const owner = z.object({ id: z.string(), organization: z.object({ id: z.string() }) });

export type FlyTokenOwner = z.infer<typeof owner>;

/** An app, and every token of it, revoked ones too. */
export interface FlyAppTokens {
  readonly owner: FlyTokenOwner;
  readonly tokens: readonly FlyToken[];
}

export interface NewFlyToken {
  readonly name: string;
  /** A Go duration such as `8760h`. */
  readonly expiry: string;
}

const issued = z.object({
  id: z.string(),
  /** The whole header value, `FlyV1 fm2_…`: what goes into `FLY_API_TOKEN`. */
  tokenHeader: z.string().min(1),
  expiresAt: z.string(),
});

export type IssuedFlyToken = z.infer<typeof issued>;

const tokenPage = z.object({
  nodes: z.array(token),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

const appPage = owner.extend({ limitedAccessTokens: tokenPage });

type AppPage = z.infer<typeof appPage>;

const TOKENS = `query ($name: String!, $after: String) {
  app(name: $name) {
    id
    organization { id }
    limitedAccessTokens(first: 100, after: $after) {
      nodes { id name expiresAt revokedAt }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

const CREATE = `mutation ($name: String!, $organizationId: ID!, $profileParams: JSON, $expiry: String!) {
  createLimitedAccessToken(
    input: {
      name: $name
      organizationId: $organizationId
      profile: "deploy"
      profileParams: $profileParams
      expiry: $expiry
    }
  ) {
    limitedAccessToken { id tokenHeader expiresAt }
  }
}`;

const DELETE = `mutation ($input: DeleteLimitedAccessTokenInput!) {
  deleteLimitedAccessToken(input: $input) { token }
}`;

/**
 * Deploy tokens of one app, over GraphQL as `fly tokens create deploy` does it: the REST call names no token and gives no
 * id, so what it issues could not be revoked.
 */
export class FlyTokens {
  constructor(private readonly http: JsonApi) {}

  /** Every token of an app, revoked ones too; `undefined` when there is no such app. */
  async list(app: string): Promise<readonly FlyToken[] | undefined> {
    return (await this.read(app))?.tokens;
  }

  /** The same, with what another one is issued for. */
  async read(app: string): Promise<FlyAppTokens | undefined> {
    const tokens: FlyToken[] = [];
    let after: string | null = null;
    for (;;) {
      const page: AppPage | undefined = await this.page(app, after);
      if (!page) return undefined;
      const { limitedAccessTokens: found, ...owner } = page;
      tokens.push(...found.nodes);
      if (!found.pageInfo.hasNextPage || found.pageInfo.endCursor === null) return { owner, tokens };
      after = found.pageInfo.endCursor;
    }
  }

  /** Issues a token that may deploy this app and nothing else. Not repeatable: each call makes another token. */
  async createDeployToken(app: string, owner: FlyTokenOwner, { name, expiry }: NewFlyToken): Promise<IssuedFlyToken> {
    const made = await askGraphql(this.http, {
      action: `issue deploy token "${name}" of app "${app}"`,
      query: CREATE,
      variables: { name, expiry, organizationId: owner.organization.id, profileParams: { app_id: owner.id } },
      answer: z.object({ createLimitedAccessToken: z.object({ limitedAccessToken: issued }) }),
    });
    const { limitedAccessToken } = made.createLimitedAccessToken;
    rememberSecrets(limitedAccessToken.tokenHeader);
    return limitedAccessToken;
  }

  /** Refused when there is no such token; the words of that refusal are not documented. */
  async revoke(id: string): Promise<void> {
    const action = `revoke token ${id}`;
    await askGraphql(this.http, { action, query: DELETE, variables: { input: { id } }, answer: acknowledgement });
  }

  private async page(app: string, after: string | null): Promise<AppPage | undefined> {
    try {
      const answer = await askGraphql(this.http, {
        action: `list the tokens of app "${app}"`,
        query: TOKENS,
        variables: { name: app, after },
        answer: z.object({ app: appPage.nullable() }),
      });
      return answer.app ?? undefined;
    } catch (error) {
      if (saysAppIsMissing(error)) return undefined;
      throw error;
    }
  }
}
