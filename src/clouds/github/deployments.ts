import { createOnce } from "../call/create-once.ts";
import type { GithubApi } from "./api.ts";
import { githubAnswers } from "./shapes.ts";

export interface NewDeployment {
  /** Commit, in full. */
  readonly ref: string;
  readonly environment: string;
  readonly production: boolean;
  /** At most 140 characters. */
  readonly description: string;
  /** Tells it from every other deployment: after a lost answer it is known by `id`. */
  readonly payload: Readonly<Record<string, unknown>> & { readonly id: string };
}

export interface GithubDeployment {
  readonly id: number;
}

export interface DeploymentStatus {
  readonly state: "in_progress" | "success" | "failure" | "error";
  /** At most 140 characters. */
  readonly description: string;
  readonly logUrl?: string | undefined;
}

/** https://docs.github.com/rest/deployments/deployments */
export class GithubDeployments {
  constructor(private readonly api: GithubApi) {}

  /** Records a deployment; nothing is merged and no check is waited for. */
  async create({ ref, environment, production, description, payload }: NewDeployment): Promise<GithubDeployment> {
    const action = `record a deployment to ${environment}`;
    const place = { ...this.api.repository, ref, environment };
    const create = async () => {
      const { data } = await this.api
        .to(action, githubAnswers.identified)
        .request("POST /repos/{owner}/{repo}/deployments", {
          ...place,
          description,
          payload,
          auto_merge: false,
          required_contexts: [],
          production_environment: production,
        });
      return { id: Number(githubAnswers.identified.parse(data).id) };
    };
    const find = async () => {
      const parameters = { ...place, per_page: 100 };
      const api = this.api.to(action, githubAnswers.deployments);
      const { data } = await api.request("GET /repos/{owner}/{repo}/deployments", parameters);
      const found = data.find((one) => idOf(one.payload) === payload.id);
      return found && { id: Number(found.id) };
    };
    return createOnce({ create, find, ...this.api.lookUp });
  }

  /** Adds a status. `success` makes GitHub call the deployments before it inactive. */
  async addStatus({ id }: GithubDeployment, { state, description, logUrl }: DeploymentStatus): Promise<void> {
    const action = `record that deployment ${id} is ${state}`;
    const place = { ...this.api.repository, deployment_id: id };
    const create = async () => {
      await this.api
        .to(action, githubAnswers.identified)
        .request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
          ...place,
          state,
          description,
          ...(logUrl !== undefined && { log_url: logUrl }),
        });
      return true;
    };
    const find = async () => {
      const api = this.api.to(action, githubAnswers.statuses);
      const { data } = await api.request("GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", place);
      return data.some((status) => status.state === state) || undefined;
    };
    await createOnce({ create, find, ...this.api.lookUp });
  }
}

/** GitHub answers a payload as it was given, or as text. */
function idOf(payload: unknown): unknown {
  if (typeof payload === "object" && payload !== null && "id" in payload) return payload.id;
  try {
    return typeof payload === "string" ? idOf(JSON.parse(payload)) : undefined;
  } catch {
    return undefined;
  }
}
