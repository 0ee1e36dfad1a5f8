import { createRequire } from "node:module";
import * as github from "@pulumi/github";
import * as pulumi from "@pulumi/pulumi";
import type { Blueprint, PipelineBlueprint } from "../config/blueprint.ts";
import type { App } from "./app.ts";
import type { Values } from "./values.ts";

const githubPackage = createRequire(import.meta.url)("@pulumi/github/package.json") as { version: string };

/** The GitHub environment: which refs may deploy, who must agree, and the tokens and values that a deployment gets. */
export class Pipeline extends pulumi.ComponentResource {
  constructor(
    pipeline: PipelineBlueprint,
    repository: NonNullable<Blueprint["repository"]>,
    apps: ReadonlyMap<string, App>,
    values: Values,
    parent: pulumi.Resource,
  ) {
    super("parity:environment:Pipeline", "pipeline", {}, { parent });
    const provider = new RepositoryProvider(repository.owner, this);
    const { branches, tags, reviewers, wait } = pipeline;
    const restricted = branches.length + tags.length > 0;
    const environment = new github.RepositoryEnvironment(
      pipeline.environment,
      {
        repository: repository.name,
        environment: pipeline.environment,
        waitTimer: wait,
        ...(restricted && { deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true } }),
        ...(reviewers && {
          reviewers: [{ users: reviewers.users, teams: reviewers.teams }],
          preventSelfReview: reviewers.preventSelfReview,
        }),
      },
      { parent: this, provider },
    );
    // Dependants take the environment's name from the resource: deleted after it, their own deletes would meet a 404.
    const inside = { repository: repository.name, environment: environment.environment };
    const opts = { parent: this, provider };
    const policies = [
      ...branches.map((pattern) => ({ name: `branch-${pattern}`, pattern: { branchPattern: pattern } })),
      ...tags.map((pattern) => ({ name: `tag-${pattern}`, pattern: { tagPattern: pattern } })),
    ];
    for (const { name, pattern } of policies) {
      new github.RepositoryEnvironmentDeploymentPolicy(name, { ...inside, ...pattern }, opts);
    }
    for (const [secretName, { app }] of Object.entries(pipeline.tokens)) {
      const value = apps.get(app)?.deployToken;
      if (value) new github.ActionsEnvironmentSecret(secretName, { ...inside, secretName, value }, opts);
    }
    for (const [secretName, value] of Object.entries(values.fillAll(pipeline.secrets))) {
      new github.ActionsEnvironmentSecret(secretName, { ...inside, secretName, value: pulumi.secret(value) }, opts);
    }
    for (const [variableName, value] of Object.entries(values.fillAll(pipeline.variables))) {
      new github.ActionsEnvironmentVariable(variableName, { ...inside, variableName, value }, opts);
    }
  }
}

/**
 * The GitHub provider for the repository's owner. `github.Provider` would copy GITHUB_TOKEN into the state, where each
 * new CI token is a change; this one leaves it to the plugin, which reads the variable itself.
 */
class RepositoryProvider extends pulumi.ProviderResource {
  constructor(owner: string, parent: pulumi.Resource) {
    const config = new pulumi.Config("github");
    const inputs = { owner, token: config.getSecret("token"), baseUrl: config.get("baseUrl") };
    super("github", "github", inputs, { parent, version: githubPackage.version });
  }
}
