import { expect, test } from "vitest";
import type { Clouds } from "../../../src/provider/clouds.ts";
import { databaseDefinition } from "../../../src/provider/neon/database.ts";
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
