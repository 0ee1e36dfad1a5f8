import { acknowledgement } from "../call/answer.ts";
import { isStatus } from "../call/cloud-error.ts";
import type { GithubApi } from "./api.ts";
import { type Protection, protectionBody, protectionOf } from "./protection.ts";
import { githubAnswers, type WireEnvironment } from "./shapes.ts";

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

  /** What guards one; `undefined` when there is no such environment. */
  async read(name: string): Promise<Protection | undefined> {
    try {
      const { data } = await this.api
        .to(`read environment ${name}`, githubAnswers.environment)
        .request("GET /repos/{owner}/{repo}/environments/{environment_name}", this.at(name));
      return protectionOf(data as WireEnvironment);
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  }

  /** Makes one, or states anew what guards it. Twice is as once. */
  async put(name: string, protection: Protection): Promise<void> {
    await this.api
      .to(`make environment ${name}`, githubAnswers.environment)
      .request("PUT /repos/{owner}/{repo}/environments/{environment_name}", {
        ...this.at(name),
        ...protectionBody(protection),
      });
  }

  /**
   * With its secrets, variables and policies. Succeeds when the environment does not exist. GitHub hides with the same 404 what a
   * token may not see: `list` tells whether it is gone.
   */
  async delete(name: string): Promise<void> {
    try {
      await this.api
        .to(`delete environment ${name}`, acknowledgement)
        .request("DELETE /repos/{owner}/{repo}/environments/{environment_name}", this.at(name));
    } catch (error) {
      if (!isStatus(error, 404)) throw error;
    }
  }

  private at(name: string) {
    return { ...this.api.repository, environment_name: name };
  }
}
