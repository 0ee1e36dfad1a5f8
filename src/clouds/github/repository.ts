import { Problem } from "../../problem/problem.ts";

/** A repository as GitHub's paths name it. */
export interface GithubRepository {
  readonly owner: string;
  readonly repo: string;
}

/** Reads `owner/name`. Throws a Problem when it is something else. */
export function parseRepository(fullName: string): GithubRepository {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(fullName) ?? [];
  if (owner && repo) return { owner, repo };
  throw new Problem({
    code: "github-repository",
    what: `"${fullName}" is not a repository of GitHub.`,
    fix: "write owner/name, such as octocat/hello-world",
  });
}
