import packageJson from "@pulumi/github/package.json" with { type: "json" };
import { z } from "zod";
import type { PluginOptions } from "../../../src/plugin/server.ts";
import { requireLoopback } from "../core/loopback.ts";
import { actionsEnvironmentSecret } from "./actions-environment-secret.ts";
import { actionsEnvironmentVariable } from "./actions-environment-variable.ts";
import { actionsSecret } from "./actions-secret.ts";
import { actionsVariable } from "./actions-variable.ts";
import { GithubClient } from "./client.ts";
import { repositoryEnvironment } from "./repository-environment.ts";
import { repositoryEnvironmentDeploymentPolicy } from "./repository-environment-deployment-policy.ts";

const config = z.object({
  token: z.string().optional().describe("Token that may administer the repository's environments."),
  owner: z
    .string()
    .regex(/^[^/]*$/, "may not contain a slash: it is the account, and the repository is an input of each resource.")
    .optional()
    .describe(
      "Account or organization. GITHUB_ORGANIZATION and GITHUB_OWNER win over it. Default: the token's account.",
    ),
  baseUrl: z.string().optional().describe("The sandbox's address; its API is below /api/v3/."),
  writeDelayMs: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe(
      "Milliseconds between a write and the request after it. The real plugin waits 1000 unless told otherwise.",
    ),
});

/**
 * The resources of the github plugin that the program uses, against the sandbox's GitHub. The fixed second that the real
 * one sleeps before it reads a changed secret or variable back is left out too.
 */
export const githubPlugin: PluginOptions<typeof config, GithubClient> = {
  name: "github",
  version: packageJson.version,
  description: "The sandbox's stub for the GitHub plugin.",
  config,
  secretConfig: ["token"],
  environment: { token: ["GITHUB_TOKEN"], baseUrl: ["GITHUB_BASE_URL"] },
  resources: [
    actionsEnvironmentSecret,
    actionsEnvironmentVariable,
    actionsSecret,
    actionsVariable,
    repositoryEnvironment,
    repositoryEnvironmentDeploymentPolicy,
  ],
  connect: ({ token, owner, baseUrl, writeDelayMs }, _, environment) =>
    new GithubClient({
      token,
      // As in terraform-provider-github provider.go, where `organization` has these as its default and comes first.
      owner: environment["GITHUB_ORGANIZATION"] || environment["GITHUB_OWNER"] || owner,
      // Any host but github.com is taken for an Enterprise Server.
      baseUrl: `${requireLoopback(baseUrl, { name: "GitHub", variable: "GITHUB_BASE_URL" })}api/v3/`,
      writeDelayMs,
    }),
};
