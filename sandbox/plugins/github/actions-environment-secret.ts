import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { splitImportId } from "../core/import-id.ts";
import type { GithubClient } from "./client.ts";
import { escapeName, unescapeName } from "./environment-name.ts";
import { getRepositoryId } from "./repository.ts";
import { findSecret, putSecret, refreshSecret, secretInputs, secretOutputs } from "./secret.ts";
import { segment } from "./segment.ts";

const inputs = z.object({ ...secretInputs, environment: z.string() });
type Inputs = z.infer<typeof inputs>;

/** An environment's secrets are filed under the repository's number, its variables under its name. */
export const actionsEnvironmentSecret = defineResource<GithubClient>()({
  token: "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret",
  description: "A secret of a deployment environment.",
  inputs,
  outputs: secretOutputs,
  secretInputs: ["value"],
  // The real plugin changes `repository` in place when it is a new name of the same repository. Here none is renamed.
  replaceOn: ["repository", "environment", "secretName"],
  changedBy: () => ["updatedAt", "remoteUpdatedAt"],
  async create({ clouds: github, inputs: given, context: { signal } }) {
    const repositoryId = await getRepositoryId(github, given.repository, signal);
    const times = await putSecret(github, listOf(repositoryId, given.environment), given, signal);
    return { id: idOf(given), inputs: given, outputs: { ...times, repositoryId } };
  },
  async read({ clouds: github, id, known, context: { signal } }) {
    const identity = known?.inputs ?? parseId(id);
    const { repository, environment, secretName } = identity;
    const repositoryId = known?.outputs.repositoryId ?? (await getRepositoryId(github, repository, signal));
    const live = await findSecret(github, `${listOf(repositoryId, environment)}/${secretName}`, signal);
    if (!live) return undefined;
    const refreshed = refreshSecret(live, known);
    return {
      id,
      inputs: { repository, environment, secretName, ...refreshed.inputs },
      outputs: { ...refreshed.outputs, repositoryId },
    };
  },
  async update({
    clouds: github,
    before: {
      outputs: { repositoryId },
    },
    inputs: given,
    context: { signal },
  }) {
    return { ...(await putSecret(github, listOf(repositoryId, given.environment), given, signal)), repositoryId };
  },
  async delete({
    clouds: github,
    before: {
      inputs: { environment, secretName },
      outputs: { repositoryId },
    },
    context: { signal },
  }) {
    await github.call("DELETE", `${listOf(repositoryId, environment)}/${secretName}`, signal);
  },
});

function listOf(repositoryId: number, environment: string): string {
  return `repositories/${repositoryId}/environments/${segment(environment)}/secrets`;
}

function idOf({ repository, environment, secretName }: Inputs): string {
  return `${repository}:${escapeName(environment)}:${secretName}`;
}

function parseId(id: string): Pick<Inputs, "repository" | "environment" | "secretName"> {
  const parts = splitImportId(id, ":", ["repository", "environment", "secret_name"]);
  return {
    repository: parts.repository,
    environment: unescapeName(parts.environment),
    secretName: parts.secret_name,
  };
}
