import { describe, expect, it } from "vitest";
import { type secret as Sealed, secret, unknown } from "../../plugin/harness.ts";
import { liveThrough } from "../../plugin/lifecycle.ts";
import { createProject, ROLE, startNeonPlugin } from "./neon-plugin.ts";

async function startWithProject() {
  const started = await startNeonPlugin();
  const { projectId, branchId } = await createProject(started);
  started.neon.takeCalls();
  const create = async (name: string) => {
    const { inputs } = await started.plugin.check(ROLE, { projectId, branchId, name });
    return started.plugin.create(ROLE, inputs, "worker");
  };
  return { ...started, projectId, branchId, create };
}

const passwordIn = (outputs: Record<string, unknown>) => (outputs["password"] as ReturnType<typeof Sealed>).value;

describe("parity:neon:Role", () => {
  it("lives from create to delete, and another generation is another password in place", async () => {
    const { plugin, projectId, branchId } = await startWithProject();
    const inputs = { projectId, branchId, name: "worker/a" };
    const passwords: unknown[] = [];
    await liveThrough(plugin, {
      token: ROLE,
      inputs,
      updates: [{ inputs: { ...inputs, generation: 2 }, changes: { generation: "update" } }],
      observe: (_step, kept) => void passwords.push(kept && passwordIn(kept.outputs)),
    });
    const [first, second, last] = passwords;
    expect([first, second]).toStrictEqual([
      expect.stringMatching(/^npg_\w{12}$/),
      expect.stringMatching(/^npg_\w{12}$/),
    ]);
    expect(second).not.toBe(first);
    expect(last).toBeUndefined();
  });

  it("previews a new generation as a password that is not known yet", async () => {
    const { plugin, create } = await startWithProject();
    const { id, ...kept } = await create("worker");
    const preview = await plugin.previewUpdate(ROLE, id, kept, { ...kept.inputs, generation: 2 });
    expect(preview).toStrictEqual({ ...kept.inputs, generation: 2, password: secret(unknown) });
  });

  it.each(["lose", "cut"] as const)("is made once when the answer to its create was lost (%s)", async (kind) => {
    const { neon, plugin, create } = await startWithProject();
    neon.faults.push({ operation: "neon.createRole", kind, times: 1 });
    const kept = await create("worker");
    expect(neon.onlyProject().roles.map(({ name }) => name)).toStrictEqual(["app_owner", "worker"]);
    expect(await plugin.read(ROLE, kept.id, kept)).toStrictEqual(kept);
    expect(neon.onlyProject().operations.at(-1)?.status).toBe("finished");
  });

  it("that is there already is never taken over, and the way to adopt it is named", async () => {
    const { create, projectId, branchId } = await startWithProject();
    await expect(create("app_owner")).rejects.toThrow(
      `Branch ${branchId} of Neon project ${projectId} has a role "app_owner" already. It came with the project or from the parent branch, or somebody made it.
  Fix: take it over, or choose another name
  Run: parity adopt --stack staging`,
    );
  });

  it("that is inherited is taken as it is and left there in the end, and one that is not there is refused", async () => {
    const { neon, plugin, projectId, branchId } = await startWithProject();
    const inputs = { projectId, branchId, name: "app_owner", inherited: true };
    await liveThrough(plugin, { token: ROLE, inputs, updates: [], outlivesDelete: true });
    expect(neon.onlyProject().roles.map(({ name }) => name)).toStrictEqual(["app_owner"]);
    const { inputs: other } = await plugin.check(ROLE, { ...inputs, name: "other" });
    await expect(plugin.create(ROLE, other)).rejects.toThrow('has no role "other" from its parent');
  });

  it("is imported by project, branch and name", async () => {
    const { plugin, projectId, branchId } = await startWithProject();
    const id = `${projectId}/${branchId}/app_owner`;
    const seen = await plugin.read(ROLE, id);
    expect(seen?.inputs).toStrictEqual({ projectId, branchId, name: "app_owner", generation: 1 });
    await expect(plugin.read(ROLE, `${projectId}/app_owner`)).rejects.toThrow(
      "is not an id of this type.\n  Fix: write <project>/<branch>/<name>",
    );
  });

  it("whose password was reset elsewhere says so at a refresh", async () => {
    const { neon, plugin, create, projectId, branchId } = await startWithProject();
    const kept = await create("worker");
    await neon.connect().roles.resetPassword({ projectId, branchId, name: "worker" });
    await expect(plugin.read(ROLE, kept.id, kept)).rejects.toThrow("Its password was changed outside Pulumi");
  });

  it("that owns a database is kept by Neon, and the refusal says what to do first", async () => {
    const { plugin, projectId, branchId } = await startWithProject();
    const id = `${projectId}/${branchId}/app_owner`;
    const seen = await plugin.read(ROLE, id);
    await expect(plugin.delete(ROLE, id, seen ?? { inputs: {}, outputs: {} })).rejects.toThrow(
      "Fix: Neon keeps a role that owns a database: give the database another owner, or delete it first",
    );
  });

  it("that cannot be read is not gone", async () => {
    const { neon, plugin, create } = await startWithProject();
    const kept = await create("worker");
    neon.faults.push({ operation: "neon.getRole", kind: "refuse", status: 403, times: 1 });
    await expect(plugin.read(ROLE, kept.id, kept)).rejects.toThrow('Neon refused to read role "worker" of branch ');
  });

  it("is kept when what follows its create fails", async () => {
    const { neon, create, projectId, branchId } = await startWithProject();
    neon.state.outcomes.push("error");
    const failure = await create("worker").catch((error: unknown) => error);
    expect(failure).toMatchObject({ remains: { id: `${projectId}/${branchId}/worker`, outputs: { name: "worker" } } });
  });

  it("with a name that Neon keeps for itself is refused before anything is called", async () => {
    const { plugin } = await startNeonPlugin();
    const { failures } = await plugin.check(ROLE, { projectId: "p", branchId: "br-a", name: "neon_superuser" });
    expect(failures.map(([property]) => property)).toStrictEqual(["name"]);
  });
});
