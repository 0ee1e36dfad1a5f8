import { expect, it } from "vitest";
import { observeBranch } from "../../../src/provider/neon/branch-state.ts";
import { observeProject } from "../../../src/provider/neon/project-state.ts";
import { emulateNeon, organization } from "../../clouds/neon/emulated-neon.ts";

it("a project and its parts are asked for at once, as those of a branch are", async () => {
  const neon = await emulateNeon();
  const client = neon.connect();
  const [role, database] = ["app_owner", "app"];
  const branch = { name: "main", role_name: role, database_name: database };
  const order = { name: "shop", region_id: "aws-us-east-1", pg_version: 17, org_id: organization, branch };
  const { answer, settled } = await client.projects.create(order);
  await settled;
  const parts = { projectId: answer.project.id, branchId: answer.branch.id, role, database };
  Object.assign(neon.conditions, { delayMs: 200 });
  for (const [calls, observe] of [
    [4, observeProject],
    [3, observeBranch],
  ] as const) {
    neon.takeEntries();
    expect(await observe(client, parts)).toBeDefined();
    const entries = neon.takeEntries();
    expect(entries).toHaveLength(calls);
    const firstAnswer = Math.min(...entries.map(({ at = "" }) => Date.parse(at)));
    for (const { at = "", ms = 0 } of entries) expect(Date.parse(at) - ms).toBeLessThan(firstAnswer);
  }
});
