import type { CloudResponse } from "../core/cloud.ts";
import { digest } from "../core/digest.ts";
import { refuse } from "./answer.ts";
import type { GithubOperation, GithubRequest } from "./entities.ts";
import { associationOf, readLogin } from "./store.ts";

/** What anybody with an account may write in a public repository. */
const openToAll = ["github.createIssue", "github.createComment", "github.createPull"];

/**
 * Takes `Authorization: Bearer …` and the older `token …`. A `:login` behind the token makes the call that account's:
 * `:octocat` is a stranger to every repository that is not its own, `:github-actions[bot]` a bot with rights.
 */
export function authenticate(request: GithubRequest, { name, method }: GithubOperation): CloudResponse | undefined {
  const header = request.headers["authorization"];
  if (typeof header !== "string") return refuse(401, "Requires authentication");
  const token = /^(?:bearer|token) +([^\s:]+)(?::\S+)?$/i.exec(header)?.[1];
  if (token === undefined || digest(token) !== request.state.tokenSha256) return refuse(401, "Bad credentials");
  const login = readLogin(request);
  const { owner } = request.params;
  const isStranger = !login.endsWith("[bot]") && owner !== undefined && associationOf(request, login, owner) === "NONE";
  if (!isStranger || method === "GET" || openToAll.includes(name)) return undefined;
  return refuse(403, "Resource not accessible by personal access token");
}
