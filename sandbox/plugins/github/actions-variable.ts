import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { splitImportId } from "../core/import-id.ts";
import type { GithubClient } from "./client.ts";
import { getRepositoryId } from "./repository.ts";
import { findVariable, patchVariable, postVariable, variableInputs, variableOutputs } from "./variable.ts";

const inputs = z.object(variableInputs);

export const actionsVariable = defineResource<GithubClient>()({
  token: "github:index/actionsVariable:ActionsVariable",
  description: "A variable of a repository.",
  inputs,
  outputs: variableOutputs,
  // The real plugin changes `repository` in place when it is a new name of the same repository. Here none is renamed.
  replaceOn: ["repository", "variableName"],
  createBeforeDelete: true,
  changedBy: () => ["updatedAt"],
  async create({ clouds: github, inputs: given, context: { signal } }) {
    const repositoryId = await getRepositoryId(github, given.repository, signal);
    const { times } = await postVariable(github, await listOf(github, given.repository, signal), given, signal);
    return { id: `${given.repository}:${given.variableName}`, inputs: given, outputs: { ...times, repositoryId } };
  },
  async read({ clouds: github, id, known, context: { signal } }) {
    const { repository, variableName } = known?.inputs ?? parseId(id);
    const live = await findVariable(github, `${await listOf(github, repository, signal)}/${variableName}`, signal);
    if (!live) return undefined;
    const repositoryId = known?.outputs.repositoryId ?? (await getRepositoryId(github, repository, signal));
    return { id, inputs: { repository, variableName, value: live.value }, outputs: { ...live.times, repositoryId } };
  },
  async update({
    clouds: github,
    before: {
      outputs: { repositoryId },
    },
    inputs: given,
    context: { signal },
  }) {
    const { times } = await patchVariable(github, await listOf(github, given.repository, signal), given, signal);
    return { ...times, repositoryId };
  },
  async delete({
    clouds: github,
    before: {
      inputs: { repository, variableName },
    },
    context: { signal },
  }) {
    await github.call("DELETE", `${await listOf(github, repository, signal)}/${variableName}`, signal);
  },
});

async function listOf(github: GithubClient, repository: string, signal: AbortSignal): Promise<string> {
  return `${await github.repositoryPath(repository, signal)}/actions/variables`;
}

function parseId(id: string): { repository: string; variableName: string } {
  const parts = splitImportId(id, ":", ["repository", "variable_name"]);
  return { repository: parts.repository, variableName: parts.variable_name };
}
