import { createGithubClient, type GithubClient } from "../../clouds/github/client.ts";
import { parseRepository } from "../../clouds/github/repository.ts";
import { Problem } from "../../problem/problem.ts";
import { readApiUrl } from "../../vendors/github/api-url.ts";
import { readGithubToken } from "../../vendors/github/token.ts";

export interface ConnectionOptions {
  /** `owner/name`. Default: `GITHUB_REPOSITORY`, which Actions sets. */
  readonly repository?: string | undefined;
  /** Ends whatever the client is doing. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A client of one repository with the token and the address of the environment. Makes no request.
 * @throws Problem when one of the three is missing
 */
export function connectGithub({ repository, signal }: ConnectionOptions, env: NodeJS.ProcessEnv): GithubClient {
  const fullName = repository ?? env["GITHUB_REPOSITORY"];
  if (!fullName) {
    throw new Problem({
      code: "no-repository",
      what: "It is not known which repository of GitHub is meant: GITHUB_REPOSITORY is set in Actions only.",
      fix: "add --repository owner/name",
    });
  }
  return createGithubClient({
    token: readGithubToken(env),
    apiUrl: readApiUrl(env),
    repository: parseRepository(fullName),
    signal,
  });
}
