import type { GithubApi } from "./api.ts";
import { githubAnswers } from "./shapes.ts";

/**
 * GitHub says it in a header of every answer, as `2026-12-31 23:59:59 UTC`
 * (github.blog/changelog/2021-07-26-expiration-options-for-personal-access-tokens). The question counts against no limit.
 */
export async function readTokenEnd(api: GithubApi): Promise<string | undefined> {
  const { headers } = await api.to("read when its token ends", githubAnswers.rateLimit).request("GET /rate_limit");
  const end = Date.parse(String(headers["github-authentication-token-expiration"] ?? ""));
  return Number.isNaN(end) ? undefined : new Date(end).toISOString();
}
