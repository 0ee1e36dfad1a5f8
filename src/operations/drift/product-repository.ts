import { readApiUrl } from "../../clouds/github/address.ts";
import { createGithubClient, type GithubClient } from "../../clouds/github/client.ts";
import type { Blueprint } from "../../config/blueprint.ts";

/** The repository whose environments a stack declares. */
export interface ProductRepository {
  /** `owner/name`. */
  readonly name: string;
  readonly github: GithubClient;
}

/** With the token of the github provider. `undefined` without a repository, or with a token of the stack's config. */
export function connectProductRepository(
  { repository }: Pick<Blueprint, "repository">,
  env: NodeJS.ProcessEnv,
): ProductRepository | undefined {
  const token = env["GITHUB_TOKEN"];
  if (!token || repository === undefined) return undefined;
  const { owner, name } = repository;
  const github = createGithubClient({ token, apiUrl: readApiUrl(env), repository: { owner, repo: name } });
  return { name: `${owner}/${name}`, github };
}
