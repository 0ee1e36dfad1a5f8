import { expect, test } from "vitest";
import type { Raw } from "../../../src/config/merge.ts";
import type { StackState } from "../../../src/operations/existing/stack-state.ts";
import { describeReset, planReset, reset } from "../../../src/operations/reset/reset.ts";
import { findResetTarget } from "../../../src/operations/reset/target.ts";
import { blueprintOf } from "../../config/acme.ts";
import { createProject, startNeonPlugin } from "../../provider/neon/neon-plugin.ts";

const held = {
  resources: [
    {
      type: "parity:neon:Branch",
      urn: "urn:pulumi:staging::acme::parity:index:Environment$parity:neon:Branch::main",
      ...{ id: "quiet-river-1/br-calm-1", inputs: {}, outputs: {} },
    },
  ],
} as unknown as StackState;
const branch = { databases: { main: { branch: { of: "production", data: "schema" } } } };
const system = { databases: { events: { in: "main" } } };

test("the branch of a stack is found by the database's key, with all that lies in it", () => {
  expect(findResetTarget(blueprintOf("staging", branch, system), "main", held)).toEqual({
    ...{ databases: ["main", "events"], name: "acme-staging", of: "production" },
    ...{ projectId: "quiet-river-1", branchId: "br-calm-1" },
  });
});

test.each<[string, Raw, string, Partial<StackState>, string]>([
  ["unknown", branch, "more", held, 'has no database "more".'],
  ["in the branch of another", branch, "events", held, 'lies in the branch of "main"'],
  ["not a branch", {}, "main", held, '"main" of "staging" is not a branch'],
  ["of a protected stack", { ...branch, protect: true }, "main", held, '"staging" is protected'],
  ["not brought up", branch, "main", { resources: [] }, 'does not hold "main"'],
])("a database that is %s is refused", (_, environment, key, state, what) => {
  expect(() => findResetTarget(blueprintOf("staging", environment, system), key, state as StackState)).toThrow(what);
});

test("a database of production is refused", () => {
  const blueprint = blueprintOf("production", { databases: { main: { branch: { of: "staging" } } }, protect: false });
  expect(() => findResetTarget(blueprint, "main", held)).toThrow('"production" is production: nothing of it is reset.');
});

async function started() {
  const plugin = await startNeonPlugin();
  const { projectId, branchId: parentId } = await createProject(plugin);
  const neon = plugin.neon.connect();
  const make = async (name: string, parent?: string) => {
    const branch = { name, ...(parent !== undefined && { parent_id: parent }) };
    const { answer, settled } = await neon.branches.create(projectId, { branch, compute: {}, annotation: {} });
    await settled;
    return answer.branch.id;
  };
  const target = (branchId: string) => ({ databases: ["main"], name: "trial", of: "staging", projectId, branchId });
  return { neon, faults: plugin.neon.faults, projectId, parentId, make, target };
}

test("a branch is made what its parent is, which Neon shows, and what is lost is said before", async () => {
  const { neon, make, target, projectId, parentId } = await started();
  const branchId = await make("trial");
  const plan = await planReset(neon, target(branchId));
  expect(plan).toMatchObject({ parentId, since: plan.branch.created_at });
  expect(describeReset(plan)[1]).toBe(`Lost for good: everything written to main since ${plan.since}.`);
  await reset(neon, plan);
  expect((await neon.branches.find(projectId, branchId))?.last_reset_at).toBeDefined();
  expect((await planReset(neon, target(branchId))).since).not.toBe(plan.since);
});

test("what Neon does not reset, or what would go with it, is refused before anything is done", async () => {
  const { neon, make, target, projectId, parentId } = await started();
  const branchId = await make("trial");
  await make("child", branchId);
  await expect(planReset(neon, target(branchId))).rejects.toThrow("has branches of its own: child.");
  await expect(planReset(neon, target(parentId))).rejects.toThrow("is its project's default at Neon");
  await expect(planReset(neon, target("br-gone-1"))).rejects.toThrow("Neon has no branch br-gone-1");
  expect((await neon.branches.find(projectId, branchId))?.last_reset_at).toBeUndefined();
});

test("a reset that Neon drops is an error", async () => {
  const { neon, faults, make, target } = await started();
  const plan = await planReset(neon, target(await make("trial")));
  faults.push({ operation: "neon.restoreBranch", kind: "drop", times: 1 });
  await expect(reset(neon, plan)).rejects.toThrow(/does not show it|operation not found/);
});
