import { createRequire } from "node:module";
import { ActionsEnvironmentSecret } from "@pulumi/github/actionsEnvironmentSecret.js";
import { ActionsEnvironmentVariable } from "@pulumi/github/actionsEnvironmentVariable.js";
import { RepositoryEnvironment } from "@pulumi/github/repositoryEnvironment.js";
import { RepositoryEnvironmentDeploymentPolicy } from "@pulumi/github/repositoryEnvironmentDeploymentPolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { without } from "../../config/template.ts";
import type { Blueprint } from "../blueprint.ts";
import type { Declared, Made, Surroundings, Values } from "../declaration.ts";
import { storedName } from "./limits.ts";
import type { PipelineBlueprint } from "./resolve.ts";

const githubPackage = createRequire(import.meta.url)("@pulumi/github/package.json") as { version: string };

/** The GitHub environment: which refs may deploy, who must agree, and the tokens and values that a deployment gets. */
export class Pipeline extends pulumi.ComponentResource implements Declared {
  readonly made: Made = {};
  readonly #pipeline: PipelineBlueprint;
  readonly #repository: NonNullable<Blueprint["repository"]>;

  constructor(
    pipeline: PipelineBlueprint,
    repository: NonNullable<Blueprint["repository"]>,
    { opts }: Pick<Surroundings, "opts">,
  ) {
    super("parity:environment:Pipeline", "pipeline", {}, opts);
    this.#pipeline = pipeline;
    this.#repository = repository;
  }

  connect(values: Values): void {
    const { branches, tags, tokens, secrets, kept, variables } = this.#pipeline;
    const repository = this.#repository.name;
    const opts = { parent: this, provider: new RepositoryProvider(this.#repository.owner, this) };
    const environment = this.#declareEnvironment(opts);
    // Dependants take the environment's name from the resource: deleted after it, their own deletes would meet a 404.
    const inside = { repository, environment: environment.environment };
    const policies = [
      ...branches.map((pattern) => ({ name: `branch-${pattern}`, pattern: { branchPattern: pattern } })),
      ...tags.map((pattern) => ({ name: `tag-${pattern}`, pattern: { tagPattern: pattern } })),
    ];
    for (const { name, pattern } of policies) {
      new RepositoryEnvironmentDeploymentPolicy(name, { ...inside, ...pattern }, opts);
    }
    const given = Object.entries(values.fillAll(without(secrets, kept))).map(
      ([name, value]) => [name, pulumi.secret(value)] as const,
    );
    const minted = Object.entries(tokens)
      .filter(([name]) => !kept.includes(name))
      .map(([name, { app }]) => [name, values.deployToken(app)] as const);
    for (const [name, value] of [...minted, ...given]) {
      const secretName = storedName(name);
      new ActionsEnvironmentSecret(secretName, { ...inside, secretName, value }, sameAs(name, "secretName", opts));
    }
    for (const [name, value] of Object.entries(values.fillAll(variables))) {
      const variableName = storedName(name);
      const own = sameAs(name, "variableName", opts);
      new ActionsEnvironmentVariable(variableName, { ...inside, variableName, value }, own);
    }
  }

  #declareEnvironment(opts: pulumi.CustomResourceOptions): RepositoryEnvironment {
    const { environment, branches, tags, reviewers, wait } = this.#pipeline;
    return new RepositoryEnvironment(
      environment,
      {
        repository: this.#repository.name,
        environment,
        waitTimer: wait,
        ...(branches.length + tags.length > 0 && {
          deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
        }),
        ...(reviewers && {
          reviewers: [{ users: reviewers.users, teams: reviewers.teams }],
          preventSelfReview: reviewers.preventSelfReview,
        }),
      },
      opts,
    );
  }
}

/**
 * GitHub has one name for `npm_token` and `NPM_TOKEN`: what was declared as the one is the other, and replacing it would
 * delete at the end what it had just written.
 */
function sameAs(name: string, property: string, opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const former = new Set([name, name.toLowerCase()]);
  former.delete(storedName(name));
  return former.size === 0
    ? opts
    : { ...opts, aliases: [...former].map((one) => ({ name: one })), ignoreChanges: [property] };
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
