import { acknowledgement } from "../call/answer.ts";
import { isStatus } from "../call/cloud-error.ts";
import type { GithubApi } from "./api.ts";
import { githubAnswers } from "./shapes.ts";

/** https://docs.github.com/rest/deployments/environments */
export class GithubEnvironments {
  private readonly api: GithubApi;

  constructor(api: GithubApi) {
    this.api = api;
  }

  /** Names of all of the repository's, as they were written. GitHub does not tell them apart by case. */
  async list(): Promise<readonly string[]> {
    const pages = this.api
      .to("list the environments", githubAnswers.environments)
      .paginate.iterator("GET /repos/{owner}/{repo}/environments", { ...this.api.repository, per_page: 100 });
    return (await this.api.gather<{ readonly name: string }>(pages)).map(({ name }) => name);
  }

  /**
   * With its secrets, variables and policies. Succeeds when the environment does not exist. GitHub hides with the same 404 what a
   * token may not see: `list` tells whether it is gone.
   */
  async delete(name: string): Promise<void> {
    try {
      await this.api
        .to(`delete environment ${name}`, acknowledgement)
        .request("DELETE /repos/{owner}/{repo}/environments/{environment_name}", {
          ...this.api.repository,
          environment_name: name,
        });
    } catch (error) {
      if (!isStatus(error, 404)) throw error;
    }
  }
}
