import { z } from "zod";
import { defineResource } from "../../../src/plugin/resource.ts";
import { Problem } from "../../../src/problem/problem.ts";
import { splitImportId } from "../core/import-id.ts";
import { Refusal } from "../core/refusal.ts";
import type { GithubClient } from "./client.ts";
import { escapeName, unescapeName } from "./environment-name.ts";
import { getRepositoryId } from "./repository.ts";
import { segment } from "./segment.ts";

const inputs = z.object({
  repository: z.string(),
  environment: z.string(),
  branchPattern: z.string().optional(),
  tagPattern: z.string().optional(),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({ policyId: z.number(), repositoryId: z.number() });

const policy = z.object({ id: z.number(), name: z.string(), type: z.string() });

export const repositoryEnvironmentDeploymentPolicy = defineResource<GithubClient>()({
  token: "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy",
  description: "A pattern of branches or tags that may deploy to an environment.",
  inputs,
  outputs,
  replaceOn: ["repository", "environment"],
  createBeforeDelete: true,
  check: ({ branchPattern, tagPattern }) =>
    branchPattern !== undefined && tagPattern !== undefined
      ? [
          new Problem({
            code: "two-patterns",
            where: { path: ["tagPattern"] },
            what: "cannot be given together with branchPattern.",
            fix: "leave one of the two out",
          }),
        ]
      : [],
  async create({ clouds: github, inputs: given, context: { signal } }) {
    const path = await listOf(github, given, signal);
    const { id: policyId } = policy.parse(await github.call("POST", path, signal, patternOf(given)));
    const repositoryId = await getRepositoryId(github, given.repository, signal);
    const id = `${given.repository}:${escapeName(given.environment)}:${policyId}`;
    return { id, inputs: given, outputs: { policyId, repositoryId } };
  },
  async read({ clouds: github, id, known, context: { signal } }) {
    const { repository, environment, policyId } = parseId(id);
    const found = await github.find(`${await listOf(github, { repository, environment }, signal)}/${policyId}`, signal);
    if (found === undefined) return undefined;
    const { name, type } = policy.parse(found);
    const repositoryId = known?.outputs.repositoryId ?? (await getRepositoryId(github, repository, signal));
    // Whatever is not a branch is taken for a tag.
    const pattern = type === "branch" ? { branchPattern: name } : { tagPattern: name };
    return { id, inputs: { repository, environment, ...pattern }, outputs: { policyId, repositoryId } };
  },
  async update({ clouds: github, before, inputs: given, context: { signal } }) {
    const { name, type } = patternOf(given);
    if (type !== patternOf(before.inputs).type) {
      throw new Refusal(
        `A policy for ${given.environment} was turned into one for ${type}s. GitHub keeps the kind of a policy: the real ` +
          "plugin replaces it, and its stub changes policies in place only.\n" +
          "  Fix: declare the other policy under a logical name of its own.",
      );
    }
    await github.call("PUT", `${await listOf(github, given, signal)}/${before.outputs.policyId}`, signal, { name });
    return before.outputs;
  },
  async delete({ clouds: github, before, context: { signal } }) {
    await github.call("DELETE", `${await listOf(github, before.inputs, signal)}/${before.outputs.policyId}`, signal);
  },
});

/** @throws Error when there is no pattern */
function patternOf({ environment, branchPattern, tagPattern }: Inputs): { name: string; type: "branch" | "tag" } {
  if (branchPattern !== undefined) return { name: branchPattern, type: "branch" };
  if (tagPattern !== undefined) return { name: tagPattern, type: "tag" };
  throw new Refusal(`A policy for ${environment} has neither branchPattern nor tagPattern. Fix: give one of them.`);
}

async function listOf(
  github: GithubClient,
  { repository, environment }: Pick<Inputs, "repository" | "environment">,
  signal: AbortSignal,
): Promise<string> {
  const path = await github.repositoryPath(repository, signal);
  return `${path}/environments/${segment(environment)}/deployment-branch-policies`;
}

function parseId(id: string): { repository: string; environment: string; policyId: number } {
  const parts = splitImportId(id, ":", ["repository", "environment", "policy id"]);
  return {
    repository: parts.repository,
    environment: unescapeName(parts.environment),
    policyId: Number(parts["policy id"]),
  };
}
