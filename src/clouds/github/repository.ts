/** A repository as GitHub's paths name it. */
export interface GithubRepository {
  readonly owner: string;
  readonly repo: string;
}

/** Reads `owner/name`. Throws an Error with the form to write when it is something else. */
export function parseRepository(fullName: string): GithubRepository {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(fullName) ?? [];
  if (owner && repo) return { owner, repo };
  throw new Error(`"${fullName}" is no repository of GitHub.\n  Fix: write owner/name, such as octocat/hello-world`);
}
