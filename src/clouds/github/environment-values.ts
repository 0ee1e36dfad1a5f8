import { acknowledgement } from "../call/answer.ts";
import { isStatus } from "../call/cloud-error.ts";
import type { GithubApi } from "./api.ts";
import { type PublicKey, seal } from "./sealed-box.ts";
import { githubAnswers } from "./shapes.ts";

interface Written {
  readonly name: string;
  /** RFC 3339. */
  readonly updated_at: string;
}

/** Names of what the jobs of an environment get. GitHub tells no value of a secret. */
export class GithubEnvironmentValues {
  private readonly api: GithubApi;

  constructor(api: GithubApi) {
    this.api = api;
  }

  /** `undefined` when there is no such environment. https://docs.github.com/rest/actions/secrets */
  async secrets(environment: string): Promise<readonly string[] | undefined> {
    return (await this.secretTimes(environment))?.map(({ name }) => name);
  }

  /** The same with the times at which they were last written, in RFC 3339. */
  secretTimes(environment: string): Promise<readonly Written[] | undefined> {
    return this.list(environment, "secrets");
  }

  /** `undefined` when there is no such environment. https://docs.github.com/rest/actions/variables */
  async variables(environment: string): Promise<readonly string[] | undefined> {
    return (await this.list(environment, "variables"))?.map(({ name }) => name);
  }

  /**
   * Writes a secret, sealed for GitHub: none of its errors has the value. Twice is as once.
   * https://docs.github.com/rest/actions/secrets
   */
  async putSecret(environment: string, name: string, value: string): Promise<void> {
    const place = { ...this.api.repository, environment_name: environment };
    const below = "/repos/{owner}/{repo}/environments/{environment_name}/secrets";
    const { data } = await this.api
      .to(`read the key for secrets of environment ${environment}`, githubAnswers.publicKey)
      .request(`GET ${below}/public-key`, place);
    const key = data as PublicKey;
    await this.api
      .to(`set secret ${name} of environment ${environment}`, acknowledgement)
      .request(`PUT ${below}/{secret_name}`, {
        ...place,
        secret_name: name,
        key_id: key.key_id,
        encrypted_value: seal(value, key),
      });
  }

  private async list(environment: string, kind: "secrets" | "variables"): Promise<readonly Written[] | undefined> {
    const api = this.api.to(`list the ${kind} of environment ${environment}`, githubAnswers[kind]);
    const place = { ...this.api.repository, environment_name: environment };
    const below = "GET /repos/{owner}/{repo}/environments/{environment_name}";
    try {
      // GitHub gives at most 100 secrets and 30 variables a page.
      return await this.api.gather<Written>(
        kind === "secrets"
          ? api.paginate.iterator(`${below}/secrets`, { ...place, per_page: 100 })
          : api.paginate.iterator(`${below}/variables`, { ...place, per_page: 30 }),
      );
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  }
}
