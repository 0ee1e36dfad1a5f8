import type { GithubApi } from "./api.ts";
import { githubAnswers } from "./shapes.ts";

export interface GithubToken {
  /** In RFC 3339; absent: it has no end. */
  readonly endsAt: string | undefined;
  /** Of a classic token; of a fine-grained one and of a workflow's own GitHub does not tell them. */
  readonly scopes: readonly string[] | undefined;
}

/**
 * GitHub says it in a header of every answer, as `2026-12-31 23:59:59 UTC`
 * (github.blog/changelog/2021-07-26-expiration-options-for-personal-access-tokens). The question counts against no limit.
 */
export async function readToken(api: GithubApi): Promise<GithubToken> {
  const { headers } = await api.to("read when its token ends", githubAnswers.rateLimit).request("GET /rate_limit");
  const end = Date.parse(String(headers["github-authentication-token-expiration"] ?? ""));
  // docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps: of the token that was sent.
  const scopes = headers["x-oauth-scopes"];
  return {
    endsAt: Number.isNaN(end) ? undefined : new Date(end).toISOString(),
    scopes: typeof scopes === "string" ? scopes.split(/,\s*/).filter(Boolean) : undefined,
  };
}
