import { expect, test } from "vitest";
import { folderWith } from "../cli/command.ts";
import { failureOf } from "../plugin/harness.ts";
import {
  BRANCH,
  createProject,
  lineage,
  PROJECT,
  projectInputs,
  startNeonPlugin,
} from "../provider/neon/neon-plugin.ts";
import { tokens } from "../stage/clouds.ts";
import { shape, typeLine } from "../stage/typed-line.ts";

/** A plugin on an emulated Neon, and what types its lines: Neon's own command line tool does what they say. */
async function start() {
  const started = await startNeonPlugin();
  const env = { NEON_API_HOST: started.neon.baseUrl, NEON_API_KEY: tokens.neon, CI: "true" };
  const cwd = folderWith({});
  return { ...started, type: (message: string, lineShape: string) => typeLine(message, lineShape, { cwd, env }) };
}

test("a branch without a compute gets one by the line, and can be read again", async () => {
  const { plugin, neon, type, ...started } = await start();
  const { id, ...kept } = await createProject({ plugin, neon, ...started });
  neon.onlyProject().endpoints = [];
  const { message } = await failureOf(plugin.read(PROJECT, id, kept, "db"));
  await type(message, shape`neon branches add-compute … --type read_write --project-id …`);
  expect(neon.onlyProject().endpoints).toHaveLength(1);
  await expect(plugin.read(PROJECT, id, kept, "db")).rejects.toThrow("Its host is");
});

test("a leftover branch is deleted by the line, and the program makes its own; the project and its data stay", async () => {
  const { plugin, neon, type, ...started } = await start();
  const project = await createProject({ plugin, neon, ...started });
  const inputs = { projectId: project.projectId, name: "pr-42", lineage, parentId: project.branchId };
  const create = async (more: object) => {
    const checked = await plugin.check(BRANCH, { ...inputs, ...more });
    return plugin.create(BRANCH, checked.inputs, "pr");
  };
  const { outputs } = await create({});
  const { message } = await failureOf(create({ parentId: outputs["branchId"] }));
  await type(message, shape`neon branches delete … --project-id …`);
  expect(neon.onlyProject().branches.map(({ name }) => name)).toEqual(["main"]);
  await create({});
});

test("a leftover project in another region is deleted by the line, and by nothing else", async () => {
  const { plugin, neon, type } = await start();
  const create = async (region: string) => {
    const { inputs } = await plugin.check(PROJECT, { ...projectInputs, region, lineage });
    return plugin.create(PROJECT, inputs, "db");
  };
  await create("aws-us-east-2");
  const { message } = await failureOf(create("aws-us-east-1"));
  expect(neon.onlyProject().project.region_id).toBe("aws-us-east-2");
  await type(message, shape`neon projects delete …`);
  await create("aws-us-east-1");
  expect(neon.onlyProject().project.region_id).toBe("aws-us-east-1");
});
