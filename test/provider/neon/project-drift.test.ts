import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import type { ProjectState } from "../../../sandbox/clouds/neon/entities.ts";
import { failureOf } from "../../plugin/harness.ts";
import { createProject, PROJECT, projectInputs, startNeonPlugin } from "./neon-plugin.ts";

const declared = {
  ...projectInputs,
  historyRetentionSeconds: 3600,
  minCu: 0.5,
  maxCu: 1,
  suspendTimeoutSeconds: 300,
  protectedBranch: true,
  logicalReplication: true,
};

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error("there is none");
  return item;
}

const byHand: Record<string, readonly [(project: ProjectState) => unknown, unknown]> = {
  name: [({ project }) => Object.assign(project, { name: "renamed" }), "renamed"],
  branch: [({ branches }) => Object.assign(first(branches), { name: "renamed" }), "renamed"],
  historyRetentionSeconds: [({ project }) => Object.assign(project, { history_retention_seconds: 7200 }), 7200],
  minCu: [({ endpoints }) => Object.assign(first(endpoints), { autoscaling_limit_min_cu: 0.25 }), 0.25],
  maxCu: [({ endpoints }) => Object.assign(first(endpoints), { autoscaling_limit_max_cu: 8 }), 8],
  suspendTimeoutSeconds: [({ endpoints }) => Object.assign(first(endpoints), { suspend_timeout_seconds: 0 }), 0],
  protectedBranch: [({ branches }) => Object.assign(first(branches), { protected: false }), false],
  logicalReplication: [
    ({ project }) => Object.assign(project.settings, { enable_logical_replication: false }),
    undefined,
  ],
};

describe("refreshing a Neon project", () => {
  it.each(Object.keys(byHand))(
    "shows a change of %s made by hand, and the next update takes it back",
    async (property) => {
      const { neon, plugin } = await startNeonPlugin();
      const { inputs } = await plugin.check(PROJECT, declared);
      const kept = await plugin.create(PROJECT, inputs, "db");
      const [change, value] = byHand[property] ?? [];
      change?.(neon.onlyProject());
      const seen = await plugin.read(PROJECT, kept.id, kept, "db");
      const { [property]: _declared, ...others } = inputs;
      expect(seen?.inputs).toStrictEqual({ ...others, ...(value !== undefined && { [property]: value }) });
      await plugin.update(PROJECT, kept.id, seen ?? kept, inputs, "db");
      expect((await plugin.read(PROJECT, kept.id, kept, "db"))?.inputs).toStrictEqual(inputs);
    },
  );

  it("leaves what the program does not declare to Neon", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    for (const [change] of Object.values(byHand).slice(2)) change(started.neon.onlyProject());
    expect((await started.plugin.read(PROJECT, id, kept, "db"))?.inputs).toStrictEqual(kept.inputs);
  });

  it("says that a password was reset elsewhere, which nothing that has the old one survives, and tells the new one", async () => {
    const started = await startNeonPlugin();
    const { id, projectId, branchId, ...kept } = await createProject(started);
    await started.neon.connect().roles.resetPassword({ projectId, branchId, name: "app_owner" });
    const { remains: seen } = await failureOf(started.plugin.read(PROJECT, id, kept, "db"));
    expect(seen?.reasons).toStrictEqual([
      "Its password was changed outside Pulumi: whoever has the old one from this stack is refused.\n" +
        "  Fix: hand out the new one\n  Run: pulumi up --refresh --stack staging",
    ]);
    const password = first(started.neon.onlyProject().roles).passwordNumber;
    const same = Object.keys(kept.outputs).filter((name) => isDeepStrictEqual(seen?.outputs[name], kept.outputs[name]));
    expect(password).toBe(2);
    expect(
      Object.keys(kept.outputs)
        .filter((name) => !same.includes(name))
        .sort(),
    ).toStrictEqual(["password", "pooledUrl", "url"]);
    expect(seen?.inputs).toStrictEqual(kept.inputs);
  });

  it("says that its compute was recreated under another host, and reports that", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    Object.assign(first(started.neon.onlyProject().endpoints), { id: "ep-new", host: "ep-new.neon.tech" });
    const { remains } = await failureOf(started.plugin.read(PROJECT, id, kept, "db"));
    expect(remains?.reasons).toStrictEqual([
      `Its host is ep-new.neon.tech now: whoever has ${kept.outputs["host"]} from this stack connects to nothing.\n` +
        "  Fix: hand out the new one\n  Run: pulumi up --refresh --stack staging",
    ]);
    expect(remains?.outputs).toMatchObject({ endpointId: "ep-new", host: "ep-new.neon.tech" });
  });

  it("says that its compute is disabled", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    const endpoint = Object.assign(first(started.neon.onlyProject().endpoints), { disabled: true });
    const { remains } = await failureOf(started.plugin.read(PROJECT, id, kept, "db"));
    expect(remains?.reasons).toStrictEqual([
      `Its compute ${endpoint.id} is disabled: nobody connects.\n  Fix: enable it in the Neon Console`,
    ]);
  });

  it.each([403, 400])("does not take %i for the project's absence", async (status) => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    started.neon.faults.push({ operation: "neon.getProject", kind: "refuse", status, times: 1 });
    await expect(started.plugin.read(PROJECT, id, kept, "db")).rejects.toThrow(
      `Neon refused to read project ${id}: ${status} `,
    );
  });

  it.each([429, 500, 503, 524])("asks again after %i", async (status) => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    started.neon.faults.push({ operation: "neon.getProject", kind: "refuse", status, times: 1 });
    expect(await started.plugin.read(PROJECT, id, kept, "db")).toStrictEqual({
      id,
      inputs: kept.inputs,
      outputs: kept.outputs,
    });
  });

  it("finds a deleted project gone", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    started.neon.onlyProject().deletedAt = started.neon.clock.iso();
    expect(await started.plugin.read(PROJECT, id, kept, "db")).toBeUndefined();
  });

  it.each<[string, (project: ProjectState) => unknown]>([
    ['database "app"', (project) => project.databases.splice(0)],
    ['role "app_owner"', (project) => project.roles.splice(0)],
  ])("says that %s is missing from a project that is there, and keeps what it knew", async (what, remove) => {
    const started = await startNeonPlugin();
    const { id, branchId, ...kept } = await createProject(started);
    remove(started.neon.onlyProject());
    const { remains } = await failureOf(started.plugin.read(PROJECT, id, kept, "db"));
    expect(remains).toStrictEqual({
      id,
      inputs: kept.inputs,
      outputs: kept.outputs,
      reasons: [expect.stringContaining(`Branch ${branchId} of Neon project ${id} has no ${what}.`)],
    });
  });

  it("says that the compute is missing, and how to give the branch another", async () => {
    const started = await startNeonPlugin();
    const { id, branchId, ...kept } = await createProject(started);
    started.neon.onlyProject().endpoints = [];
    await expect(started.plugin.read(PROJECT, id, kept, "db")).rejects.toThrow(
      `Fix: give it one, then bring the stack up with --refresh: its host is a new one\n  Run: neon branches add-compute ${branchId} --type read_write --project-id ${id}`,
    );
  });
});

describe("importing a Neon project", () => {
  it("gives the inputs of a program that says no more than it must", async () => {
    const started = await startNeonPlugin();
    const { id, inputs, outputs } = await createProject(started);
    const { organization: _input, ...told } = inputs;
    const { organization: _output, ...shown } = outputs;
    expect(await started.plugin.read(PROJECT, id, undefined, "db")).toStrictEqual({ id, inputs: told, outputs: shown });
  });

  it("takes the oldest of several databases, or the one that the id names", async () => {
    const started = await startNeonPlugin();
    const { id, projectId, branchId } = await createProject(started);
    const { databases } = started.neon.connect();
    await (await databases.create({ projectId, branchId, name: "jobs" }, "app_owner")).settled;
    const [oldest, named] = [await started.plugin.read(PROJECT, id), await started.plugin.read(PROJECT, `${id}/jobs`)];
    expect([oldest?.id, oldest?.inputs["database"]]).toStrictEqual([id, "app"]);
    expect([named?.id, named?.inputs["database"]]).toStrictEqual([id, "jobs"]);
    await expect(started.plugin.read(PROJECT, `${id}/jbos`)).rejects.toThrow(
      `Project ${id} has no database "jbos" on its default branch; it has: app, jobs.`,
    );
  });

  it("of an id that Neon does not have finds nothing, and refuses what is not an id", async () => {
    const { plugin } = await startNeonPlugin();
    expect(await plugin.read(PROJECT, "quiet-river-00000000")).toBeUndefined();
    await expect(plugin.read(PROJECT, "Plyr Staging")).rejects.toThrow(
      '"Plyr Staging" is not an id of this type.\n  Fix: write <project> or <project>/<database>',
    );
  });
});
