import { isStatus } from "../call/cloud-error.ts";
import type { GithubApi } from "./api.ts";
import type { Reviewer } from "./protection.ts";
import { githubAnswers } from "./shapes.ts";

/** `undefined` when nobody has the login. https://docs.github.com/rest/users/users */
export async function findUser(api: GithubApi, login: string): Promise<Reviewer | undefined> {
  try {
    const { data } = await api
      .to(`look up ${login}`, githubAnswers.user)
      .request("GET /users/{username}", { username: login });
    return { type: "User", id: Number(data.id), name: data.login };
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}
