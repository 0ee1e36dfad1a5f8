import { createGithubClient, type GithubClient } from "../../clouds/github/client.ts";
import type { Blueprint } from "../../components/blueprint.ts";
import { isWellFormedToken } from "../../vendors/credential.ts";
import { readApiUrl } from "../../vendors/github/api-url.ts";

/** The repository whose environments a stack declares. */
export interface ProductRepository {
  /** `owner/name`. */
  readonly name: string;
  readonly github: GithubClient;
}

/**
 * With the token of the github provider. `undefined` without a repository, with a token of the stack's config, or with one
 * that cannot be sent: its resources are unknown then, and say why.
 */
export function connectProductRepository(
  { repository }: Pick<Blueprint, "repository">,
  env: NodeJS.ProcessEnv,
): ProductRepository | undefined {
  const token = env["GITHUB_TOKEN"]?.trim() ?? "";
  if (!isWellFormedToken(token) || repository === undefined) return undefined;
  const { owner, name } = repository;
  const github = createGithubClient({ token, apiUrl: readApiUrl(env), repository: { owner, repo: name } });
  return { name: `${owner}/${name}`, github };
}
