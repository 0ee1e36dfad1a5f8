import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { splitImportId } from "../core/import-id.ts";
import { unsupported } from "../core/unsupported.ts";
import type { GithubClient } from "./client.ts";
import { getRepositoryId } from "./repository.ts";
import { findSecret, putSecret, refreshSecret, secretInputs, secretOutputs } from "./secret.ts";

const inputs = z.object({ ...secretInputs, destroyOnDrift: unsupported });

export const actionsSecret = defineResource<GithubClient>()({
  token: "github:index/actionsSecret:ActionsSecret",
  description: "A secret of a repository.",
  inputs,
  outputs: secretOutputs,
  secretInputs: ["value"],
  // The real plugin changes `repository` in place when it is a new name of the same repository. Here none is renamed.
  replaceOn: ["repository", "secretName"],
  createBeforeDelete: true,
  changedBy: () => ["updatedAt", "remoteUpdatedAt"],
  async create({ clouds: github, inputs: given, context: { signal } }) {
    const repositoryId = await getRepositoryId(github, given.repository, signal);
    const times = await putSecret(github, await listOf(github, given.repository, signal), given, signal);
    return { id: `${given.repository}:${given.secretName}`, inputs: given, outputs: { ...times, repositoryId } };
  },
  async read({ clouds: github, id, known, context: { signal } }) {
    const { repository, secretName } = known?.inputs ?? parseId(id);
    const live = await findSecret(github, `${await listOf(github, repository, signal)}/${secretName}`, signal);
    if (!live) return undefined;
    const repositoryId = known?.outputs.repositoryId ?? (await getRepositoryId(github, repository, signal));
    const refreshed = refreshSecret(live, known);
    return {
      id,
      inputs: { repository, secretName, ...refreshed.inputs },
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
    const list = await listOf(github, given.repository, signal);
    return { ...(await putSecret(github, list, given, signal)), repositoryId };
  },
  async delete({
    clouds: github,
    before: {
      inputs: { repository, secretName },
    },
    context: { signal },
  }) {
    await github.call("DELETE", `${await listOf(github, repository, signal)}/${secretName}`, signal);
  },
});

async function listOf(github: GithubClient, repository: string, signal: AbortSignal): Promise<string> {
  return `${await github.repositoryPath(repository, signal)}/actions/secrets`;
}

function parseId(id: string): { repository: string; secretName: string } {
  const parts = splitImportId(id, ":", ["repository", "secret_name"]);
  return { repository: parts.repository, secretName: parts.secret_name };
}
