import { expect, test } from "vitest";
import { findDeployingRefs } from "../../../src/operations/drift/deploying-refs.ts";
import type { EngineStep } from "../../../src/operations/engine/events.ts";
import { emulateGithub } from "../../clouds/github/emulated-github.ts";
import { blueprintIn } from "../../documents/systems.ts";

const { pipeline } = blueprintIn("plyr", "production");
if (!pipeline) throw new Error("plyr.fm's production has no pipeline");
const declared = { ...pipeline, environment: "production", branches: ["main"], tags: ["v*"] };

/** GitHub with the environment and these policies, and what is found there. */
async function look(policies: readonly { name: string; type: string }[], steps: EngineStep[] = [], from = declared) {
  const github = await emulateGithub();
  const custom = { protected_branches: false, custom_branch_policies: true };
  await github.send("PUT", "/environments/production", { deployment_branch_policy: custom });
  const path = "/environments/production/deployment-branch-policies";
  for (const policy of policies) await github.send("POST", path, policy);
  github.takeCalls();
  return { github, found: await findDeployingRefs(from, { name: "plyr-fm/plyr", github: github.connect() }, steps) };
}

const main = { name: "main", type: "branch" };
const versions = { name: "v*", type: "tag" };

function policyOfState(inputs: Record<string, unknown>): EngineStep {
  const type = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
  return { op: "delete", urn: `urn:pulumi:production::plyr::${type}::branch-next`, type, old: { type, inputs } };
}

test("refs that are declared, and no other, are not drift", async () => {
  expect((await look([main, versions])).found).toEqual({});
});

test("refs that somebody let deploy are named, with the lines that take them away", async () => {
  const { github, found } = await look([main, versions, { name: "*", type: "branch" }, { name: "v*", type: "branch" }]);
  const [, , any, odd] = github.repo.environments[0]?.branchPolicies ?? [];
  const list = "repos/plyr-fm/plyr/environments/production/deployment-branch-policies";
  expect(found.unknown).toBeUndefined();
  expect(found.cloud).toEqual([
    {
      urn: "github-deployment-policies:production",
      resource: "github deployment policies of production",
      action: "update",
      stateful: false,
      properties: [
        { path: "refs", kind: "add", values: "shown", after: "branch *", replaces: false },
        { path: "refs", kind: "add", values: "shown", after: "branch v*", replaces: false },
      ],
      cure: {
        fix: "name them under deploy and import their policies to keep them, or take them away",
        commands: [`gh api -X DELETE ${list}/${any?.id}`, `gh api -X DELETE ${list}/${odd?.id}`],
      },
    },
  ]);
});

test("a ref that the stack itself let deploy, and the config does not name any more, is not drift", async () => {
  const state = policyOfState({ branchPattern: "next" });
  expect((await look([main, { name: "next", type: "branch" }], [state])).found).toEqual({});
  expect((await look([main, { name: "next", type: "tag" }], [state])).found.cloud).toHaveLength(1);
});

test("an environment that is open to every ref is not asked for its refs", async () => {
  const { github, found } = await look([main], [], { ...declared, branches: [], tags: [] });
  expect(found).toEqual({});
  expect(github.takeCalls()).toEqual([]);
});

test("an environment that is gone has no refs: that it is gone is found by the refresh", async () => {
  const { found } = await look([], [], { ...declared, environment: "preview" });
  expect(found).toEqual({});
});

test("refs that cannot be listed are unknown", async () => {
  const github = await emulateGithub();
  const fault = { operation: "github.listBranchPolicies", kind: "refuse", status: 403, times: 9 } as const;
  github.faults.push(fault);
  const found = await findDeployingRefs(declared, { name: "plyr-fm/plyr", github: github.connect() }, []);
  expect(found.cloud).toBeUndefined();
  expect(found.unknown?.map(({ resource }) => resource)).toEqual(["github deployment policies of production"]);
  expect(found.unknown?.[0]?.why).toContain("GitHub refused to list which refs may deploy to production: 403");
});
