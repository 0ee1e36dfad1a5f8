import { isStatus } from "../call/cloud-error.ts";
import { createOnce } from "../call/create-once.ts";
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

  /** Lets the refs of a pattern deploy, where a list of patterns says whose runs may. One that is there already is left. */
  async create(environment: string, { type, pattern }: Omit<DeploymentPolicy, "id">): Promise<void> {
    const api = this.api.to(`let the ${type} ${pattern} deploy to ${environment}`, githubAnswers.policy);
    const place = { ...this.api.repository, environment_name: environment };
    const create = async () => {
      await api.request("POST /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies", {
        ...place,
        ...{ name: pattern, type },
      });
      return pattern;
    };
    const isIt = (one: DeploymentPolicy) => one.type === type && one.pattern === pattern;
    const find = async () => (await this.list(environment))?.find(isIt)?.pattern;
    await createOnce({ create, find, ...this.api.lookUp });
  }
}
