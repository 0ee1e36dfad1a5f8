import { expect, test } from "vitest";
import type { Clouds } from "../../../src/provider/clouds.ts";
import { branchDefinition } from "../../../src/provider/neon/branch.ts";
import { databaseDefinition } from "../../../src/provider/neon/database.ts";
import { toOwnershipMark } from "../../../src/provider/neon/ownership.ts";
import { roleDefinition } from "../../../src/provider/neon/role.ts";
import { createProject, startNeonPlugin } from "./neon-plugin.ts";

test.each([
  ["role", roleDefinition, "app_owner"],
  ["database", databaseDefinition, "app"],
])("a %s is found by its name on its branch, in the form of an import", async (_, definition, name) => {
  const started = await startNeonPlugin();
  const { projectId, branchId } = await createProject(started);
  const client = started.neon.connect();
  const clouds = { neon: async () => client } as unknown as Clouds;
  const { signal } = new AbortController();
  const find = (inputs: object) => definition.find?.({ clouds, inputs, signal });
  expect(await find({ projectId, branchId, name })).toEqual([`${projectId}/${branchId}/${name}`]);
  expect(await find({ projectId, branchId, name: "other" })).toEqual([]);
  expect(await find({ branchId, name })).toEqual([]);
});

test("a branch of this state is found by its mark under any name, and another state's is not", async () => {
  const started = await startNeonPlugin();
  const { projectId } = await createProject(started);
  const client = started.neon.connect();
  const owner = { project: "acme", stack: "staging", name: "trial" };
  const annotation = { ...toOwnershipMark("parity:neon:Branch", owner, "l1") };
  const { answer, settled } = await client.branches.create(projectId, {
    ...{ branch: { name: "before-it-was-renamed" }, compute: {}, annotation },
  });
  await settled;
  const clouds = { neon: async () => client } as unknown as Clouds;
  const { signal } = new AbortController();
  const find = (lineage: string, project = projectId) =>
    branchDefinition.findOwn?.({ clouds, inputs: { projectId: project, name: "trial", lineage }, owner, signal });
  expect(await find("l1")).toEqual([`${projectId}/${answer.branch.id}?default`]);
  expect(await find("l2")).toEqual([]);
  expect(await find("l1", "gone-project-1")).toEqual([]);
});
