import type { CloudResponse } from "../core/cloud.ts";
import { refuse } from "./answer.ts";
import { digest, type GithubRequest } from "./state.ts";

/** Takes `Authorization: Bearer …` and the older `token …`. */
export function authenticate({ headers, state }: GithubRequest): CloudResponse | undefined {
  const header = headers["authorization"];
  if (typeof header !== "string") return refuse(401, "Requires authentication");
  const token = /^(?:bearer|token) +(\S+)$/i.exec(header)?.[1];
  return token !== undefined && digest(token) === state.tokenSha256 ? undefined : refuse(401, "Bad credentials");
}
