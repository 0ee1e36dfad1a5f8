import { describe, expect, it } from "vitest";
import { secret } from "../../plugin/harness.ts";
import { liveThrough } from "../../plugin/lifecycle.ts";
import { createProject, lineage, PROJECT, projectInputs, startNeonPlugin } from "./neon-plugin.ts";

describe("parity:neon:Project", () => {
  it("lives from create to delete, and every change is made in place and read back", async () => {
    const { neon, plugin } = await startNeonPlugin();
    const sized = { ...projectInputs, minCu: 0.5, maxCu: 2, suspendTimeoutSeconds: 300 };
    const seen: unknown[] = [];
    await liveThrough(plugin, {
      token: PROJECT,
      inputs: projectInputs,
      updates: [
        { inputs: { ...projectInputs, name: "plyr-blue" }, changes: { name: "update" } },
        {
          inputs: { ...projectInputs, historyRetentionSeconds: 3600 },
          changes: { name: "update", historyRetentionSeconds: "add" },
        },
        {
          inputs: sized,
          changes: { historyRetentionSeconds: "delete", minCu: "add", maxCu: "add", suspendTimeoutSeconds: "add" },
        },
        {
          inputs: { ...projectInputs, branch: "trunk", protectedBranch: true, logicalReplication: true },
          changes: {
            branch: "update",
            protectedBranch: "add",
            logicalReplication: "add",
            minCu: "delete",
            maxCu: "delete",
            suspendTimeoutSeconds: "delete",
          },
        },
        {
          inputs: { ...projectInputs, branch: "trunk" },
          changes: { protectedBranch: "delete", logicalReplication: "delete" },
        },
      ],
      observe: (step) => {
        if (step === "deleted") return;
        const { project, branches, endpoints } = neon.onlyProject();
        seen.push([
          project.name,
          project.history_retention_seconds,
          endpoints.map((one) => [
            one.autoscaling_limit_min_cu,
            one.autoscaling_limit_max_cu,
            one.suspend_timeout_seconds,
          ]),
          project.default_endpoint_settings.autoscaling_limit_max_cu,
          branches.map((one) => [one.name, one.protected]),
          project.settings.enable_logical_replication,
        ]);
      },
    });
    expect(seen).toStrictEqual([
      ["plyr-staging", 86_400, [[0.25, 0.25, 0]], 0.25, [["main", false]], false],
      ["plyr-blue", 86_400, [[0.25, 0.25, 0]], 0.25, [["main", false]], false],
      ["plyr-staging", 3600, [[0.25, 0.25, 0]], 0.25, [["main", false]], false],
      ["plyr-staging", 3600, [[0.5, 2, 300]], 2, [["main", false]], false],
      ["plyr-staging", 3600, [[0.5, 2, 0]], 2, [["trunk", true]], true],
      ["plyr-staging", 3600, [[0.5, 2, 0]], 2, [["trunk", false]], true],
    ]);
    expect(neon.state.projects.map(({ deletedAt }) => deletedAt !== undefined)).toStrictEqual([true]);
  });

  it("is made with one POST and waited for, and its answer tells what reads would", async () => {
    const started = await startNeonPlugin();
    const { inputs, outputs, projectId, branchId } = await createProject(started, { lineage });
    expect(started.neon.takeCalls()).toStrictEqual([
      "listProjects 200",
      "createProject 201",
      ...Array(4).fill("getOperation 200"),
    ]);
    expect(await started.plugin.read(PROJECT, projectId, { inputs, outputs })).toMatchObject({ inputs, outputs });
    const { project, branches, endpoints, annotations } = started.neon.onlyProject();
    const [branch] = branches;
    const [endpoint] = endpoints;
    expect({ projectId, branchId }).toStrictEqual({ projectId: project.id, branchId: branch?.id });
    expect(branch?.current_state).toBe("ready");
    expect(annotations[branchId]?.value).toStrictEqual({
      "parity-lineage": lineage,
      "parity-project": "plyr",
      "parity-stack": "staging",
      "parity-type": PROJECT,
      "parity-name": "db",
    });
    const host = endpoint?.host ?? "";
    const pooledHost = host.replace(".", "-pooler.");
    const password = (outputs["password"] as ReturnType<typeof secret>).value;
    const uri = (at: string) =>
      secret(`postgresql://app_owner:${password}@${at}/app?sslmode=require&channel_binding=require`);
    expect(password).toMatch(/^npg_\w{12}$/);
    expect(outputs).toMatchObject({
      endpointId: endpoint?.id,
      host,
      pooledHost,
      url: uri(host),
      pooledUrl: uri(pooledHost),
    });
  });
});
