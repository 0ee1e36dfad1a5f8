import type { NeonApi } from "./api.ts";
import { neonAnswers } from "./shapes.ts";

/** https://neon.com/docs/manage/api-keys */
export class NeonAccess {
  private readonly api: NeonApi;

  constructor(api: NeonApi) {
    this.api = api;
  }

  /** How the client was let in, such as `api_key_org`. Neither what a key may do nor its end is told. */
  async readMethod(): Promise<string> {
    const action = "read whose the API key is";
    return (await this.api.read(action, neonAnswers.auth, (api) => api.getAuthDetails())).auth_method;
  }

  /** Organizations that the key reaches. Neon's own fixtures answer 403 to keys of one: it is not known then. */
  async listOrganizations(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const action = "list the organizations of the API key";
    return (await this.api.read(action, neonAnswers.organizations, (api) => api.getCurrentUserOrganizations()))
      .organizations;
  }
}
