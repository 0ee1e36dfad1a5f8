import { createOnce } from "../call/create-once.ts";
import type { GithubApi } from "./api.ts";
import { githubAnswers } from "./shapes.ts";

/** https://docs.github.com/rest/issues/labels */
export class GithubLabels {
  private readonly api: GithubApi;

  constructor(api: GithubApi) {
    this.api = api;
  }

  /** Names of all. GitHub does not tell them apart by case. */
  async list(): Promise<readonly string[]> {
    const pages = this.api
      .to("list the labels", githubAnswers.labels)
      .paginate.iterator("GET /repos/{owner}/{repo}/labels", { ...this.api.repository, per_page: 100 });
    return (await this.api.gather<{ readonly name: string }>(pages)).map(({ name }) => name);
  }

  /** Makes one of at most 50 characters, with at most 100 of description. */
  async create(name: string, description: string): Promise<void> {
    const api = this.api.to(`make the label "${name}"`, githubAnswers.label);
    const create = async () => {
      await api.request("POST /repos/{owner}/{repo}/labels", { ...this.api.repository, name, description });
      return name;
    };
    const find = async () => (await this.list()).find((one) => one.toLowerCase() === name.toLowerCase());
    await createOnce({ create, find, ...this.api.lookUp });
  }
}
