import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { splitImportId } from "../core/import-id.ts";
import type { GithubClient } from "./client.ts";
import { escapeName, unescapeName } from "./environment-name.ts";
import { getRepositoryId } from "./repository.ts";
import { segment } from "./segment.ts";
import { findVariable, patchVariable, postVariable, variableInputs, variableOutputs } from "./variable.ts";

const inputs = z.object({ ...variableInputs, environment: z.string() });
type Identity = Pick<z.infer<typeof inputs>, "repository" | "environment" | "variableName">;

export const actionsEnvironmentVariable = defineResource<GithubClient>()({
  token: "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable",
  description: "A variable of a deployment environment.",
  inputs,
  outputs: variableOutputs,
  // The real plugin changes `repository` in place when it is a new name of the same repository. Here none is renamed.
  replaceOn: ["repository", "environment", "variableName"],
  createBeforeDelete: true,
  changedBy: () => ["updatedAt"],
  async create({ clouds: github, inputs: given, context: { signal } }) {
    const repositoryId = await getRepositoryId(github, given.repository, signal);
    const { times } = await postVariable(github, await listOf(github, given, signal), given, signal);
    return { id: idOf(given), inputs: given, outputs: { ...times, repositoryId } };
  },
  async read({ clouds: github, id, known, context: { signal } }) {
    const identity = known?.inputs ?? parseId(id);
    const { repository, environment, variableName } = identity;
    const live = await findVariable(github, `${await listOf(github, identity, signal)}/${variableName}`, signal);
    if (!live) return undefined;
    const repositoryId = known?.outputs.repositoryId ?? (await getRepositoryId(github, repository, signal));
    return {
      id,
      inputs: { repository, environment, variableName, value: live.value },
      outputs: { ...live.times, repositoryId },
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
    const { times } = await patchVariable(github, await listOf(github, given, signal), given, signal);
    return { ...times, repositoryId };
  },
  async delete({ clouds: github, before, context: { signal } }) {
    const list = await listOf(github, before.inputs, signal);
    await github.call("DELETE", `${list}/${before.inputs.variableName}`, signal);
  },
});

async function listOf(github: GithubClient, { repository, environment }: Identity, signal: AbortSignal) {
  return `${await github.repositoryPath(repository, signal)}/environments/${segment(environment)}/variables`;
}

function idOf({ repository, environment, variableName }: Identity): string {
  return `${repository}:${escapeName(environment)}:${variableName}`;
}

function parseId(id: string): Identity {
  const parts = splitImportId(id, ":", ["repository", "environment", "variable_name"]);
  return {
    repository: parts.repository,
    environment: unescapeName(parts.environment),
    variableName: parts.variable_name,
  };
}
