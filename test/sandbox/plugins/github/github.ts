import { afterEach, beforeEach, vi } from "vitest";
import { githubCloud } from "../../../../sandbox/clouds/github/index.ts";
import { githubPlugin } from "../../../../sandbox/plugins/github/plugin.ts";
import type { PropertyMap } from "../../../../src/plugin/property-values.ts";
import { accept } from "../../../plugin/lifecycle.ts";
import { startCloud, startStub, tokens } from "../stub.ts";

export const repository = "/api/v3/repos/zzstoatzz/plyr.fm";

/** The environment wins over what is configured: a developer's own must not reach the tests. */
export function clearEnvironment(): void {
  beforeEach(() => {
    for (const name of ["GITHUB_TOKEN", "GITHUB_OWNER", "GITHUB_ORGANIZATION", "GITHUB_BASE_URL"]) {
      vi.stubEnv(name, undefined);
    }
  });
  afterEach(() => vi.unstubAllEnvs());
}

/** The stub and a GitHub with one repository, which has the environment `staging` with policies of its own. */
export async function startGithub() {
  const cloud = await startCloud(githubCloud);
  const settings = { token: tokens.github, owner: "zzstoatzz", baseUrl: `${cloud.url}/` };
  const plugin = await startStub(githubPlugin, settings);
  const create = async (token: string, given: PropertyMap) => plugin.create(token, await accept(plugin, token, given));
  const [live] = cloud.state.repositories;
  if (!live) throw new Error("the cloud has no repository");
  await create("github:index/repositoryEnvironment:RepositoryEnvironment", {
    repository: "plyr.fm",
    environment: "staging",
    deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
  });
  cloud.taken();
  return { cloud, plugin, create, live };
}
