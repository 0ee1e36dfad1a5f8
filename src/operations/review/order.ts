import type { GithubClient } from "../../clouds/github/client.ts";
import type { Project } from "../../components/project.ts";
import { Problem } from "../../problem/problem.ts";
import { firstSet } from "../../vendors/credential.ts";
import { githubCommandCredential } from "../../vendors/github/token.ts";
import { connectGithub } from "../github/connection.ts";
import { describePull } from "../github/pull-request.ts";
import { findPull } from "./pull.ts";
import type { TemplateBlueprint } from "./template.ts";

/** A pull request as its environment is made for it. */
export interface ReviewOrder {
  readonly project: Project;
  readonly template: TemplateBlueprint;
  readonly pull: number;
  /** The pull request's own branch. */
  readonly branch: string;
}

export interface PullsOptions {
  /** `owner/name` of the pull requests. Default: the application's, as the config says. */
  readonly repository?: string;
}

/**
 * The repository of the pull requests.
 * @throws Problem when no token or no repository is known
 */
export function connectPulls({ repository }: Blueprint, options: PullsOptions, env: NodeJS.ProcessEnv): GithubClient {
  const own = repository && `${repository.owner}/${repository.name}`;
  return connectGithub({ repository: options.repository ?? own }, env);
}

type Blueprint = Pick<TemplateBlueprint, "repository">;

/** Whether the pull requests can be asked for. */
export function hasPulls(env: NodeJS.ProcessEnv): boolean {
  return firstSet(githubCommandCredential.variables, env) !== undefined;
}

/**
 * What is to be made for a pull request. Its branch is asked of GitHub where nobody names it.
 * @throws Problem when it comes from a fork, whose code nobody here answers for, or is closed
 */
export async function orderOf(
  opened: { readonly project: Project; readonly template: TemplateBlueprint },
  pull: number,
  options: PullsOptions & { readonly branch?: string },
  env: NodeJS.ProcessEnv,
): Promise<ReviewOrder> {
  if (!hasPulls(env)) return { ...opened, pull, branch: options.branch ?? `pr-${pull}` };
  const found = await findPull(connectPulls(opened.template, options, env), pull);
  if (!found) {
    throw new Problem({
      code: "no-such-pull",
      what: `GitHub shows no pull request #${pull}.`,
      fix: "name one that there is, in the repository of the config or by --repository, with a token that may see it",
    });
  }
  if (describePull(found).isFork) {
    throw new Problem({
      code: "pull-of-a-fork",
      what: `Pull request #${pull} comes from a fork: it gets no environment.`,
      why: "Its code would run with secrets of yours, and whoever wrote it may have no rights here.",
      fix: "push its branch to the repository after reading it, and open a pull request of that",
    });
  }
  if (!found.open) {
    throw new Problem({
      code: "pull-closed",
      what: `Pull request #${pull} is closed: its environment would be swept away again.`,
      fix: "reopen it first",
    });
  }
  return { ...opened, pull, branch: options.branch ?? found.headRef };
}
