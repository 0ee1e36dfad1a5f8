import { isStatus } from "../call/cloud-error.ts";
import type { GithubApi } from "./api.ts";
import { githubAnswers } from "./shapes.ts";

/** A pattern of refs that may deploy to an environment, such as the tags `v*`. */
export interface DeploymentPolicy {
  readonly id: number;
  readonly type: "branch" | "tag";
  readonly pattern: string;
}

/** https://docs.github.com/rest/deployments/branch-policies */
export class GithubDeploymentPolicies {
  constructor(private readonly api: GithubApi) {}

  /** All of an environment's. `undefined` when there is no such environment. */
  async list(environment: string): Promise<readonly DeploymentPolicy[] | undefined> {
    const api = this.api.to(`list which refs may deploy to ${environment}`, githubAnswers.policies);
    const route = "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies";
    const place = { ...this.api.repository, environment_name: environment, per_page: 100 };
    try {
      const found = await this.api.gather(api.paginate.iterator(route, place));
      return found.map(({ id, name, type }) => ({
        id: Number(id),
        // Policies of before tags had any have no type.
        type: type === "tag" ? "tag" : "branch",
        pattern: String(name),
      }));
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  }
}
