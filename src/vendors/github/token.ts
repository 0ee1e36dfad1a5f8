import { type Credential, firstSet, requireToken } from "../credential.ts";

/** Of the github provider. */
export const githubCredential = {
  vendor: "GitHub",
  noun: "token",
  variables: ["GITHUB_TOKEN"],
  variable: "GITHUB_TOKEN",
  settings: ["github:token"],
  source: "a fine-grained token for the repository with Administration, Environments, Secrets and Variables: write",
} as const satisfies Credential;

/** Of our own commands, in the order of the gh tool. */
export const githubCommandCredential = {
  vendor: "GitHub",
  noun: "token",
  variables: ["GH_TOKEN", "GITHUB_TOKEN"],
  variable: "GH_TOKEN",
  settings: [],
  source: "`gh auth token`; in a workflow, `GH_TOKEN: ${{ github.token }}` under `env`",
} as const satisfies Credential;

/** The token of our own commands. Throws a Problem when none is set, or it cannot be sent. */
export function readGithubToken(env: NodeJS.ProcessEnv): string {
  return requireToken(githubCommandCredential, firstSet(githubCommandCredential.variables, env));
}
