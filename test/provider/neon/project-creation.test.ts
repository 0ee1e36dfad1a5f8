import { describe, expect, it } from "vitest";
import type { FaultKind } from "../../../sandbox/clouds/core/faults.ts";
import { organization } from "../../clouds/neon/emulated-neon.ts";
import { failureOf, PluginFailure } from "../../plugin/harness.ts";
import { createProject, foreignLineage, lineage, PROJECT, projectInputs, startNeonPlugin } from "./neon-plugin.ts";

const named = (name: string, value: Record<string, string>) => ({
  name: "plyr-staging",
  org_id: organization,
  branch: { name, role_name: "app_owner", database_name: "app", annotations: value },
});

const mark = (name: string, stack = "staging") => ({
  "parity-lineage": lineage,
  "parity-project": "plyr",
  "parity-stack": stack,
  "parity-type": PROJECT,
  "parity-name": name,
});

describe("creating a Neon project", () => {
  it.each<{ kind: FaultKind; status?: number; posts: number }>([
    { kind: "lose", posts: 1 },
    { kind: "misreport", status: 502, posts: 1 },
    { kind: "misreport", status: 524, posts: 1 },
    { kind: "cut", posts: 2 },
    { kind: "refuse", status: 503, posts: 2 },
  ])("whose answer went wrong ($kind $status) makes exactly one", async ({ posts, ...fault }) => {
    const started = await startNeonPlugin();
    started.neon.faults.push({ operation: "neon.createProject", times: 1, ...fault });
    const { id, outputs } = await createProject(started);
    expect(started.neon.state.projects.map(({ project }) => project.id)).toStrictEqual([id]);
    expect(Object.keys(outputs)).toEqual(
      expect.arrayContaining(["endpointId", "host", "password", "pooledUrl", "url"]),
    );
    expect(started.neon.takeCalls().filter((call) => call.startsWith("createProject"))).toHaveLength(posts);
  });

  it("takes over what a killed run of the same state made", async () => {
    const started = await startNeonPlugin();
    const first = await createProject(started, { lineage });
    const second = await createProject(started, { lineage });
    expect(second).toStrictEqual(first);
    expect(started.neon.state.projects).toHaveLength(1);
  });

  it.each([
    ["of a state with the same project and stack names", { lineage }, { lineage: foreignLineage }],
    ["of an earlier call, where neither has a lineage", {}, {}],
    ["without a lineage", {}, { lineage }],
    ["with a lineage, where the program has none", { lineage }, {}],
  ])("refuses a project %s, and touches nothing", async (_whose, theirs, ours) => {
    const started = await startNeonPlugin();
    const first = await createProject(started, theirs);
    const before = structuredClone(started.neon.state.projects);
    started.neon.takeCalls();
    await expect(createProject(started, ours)).rejects.toThrow("nothing proves that this state made it");
    expect(started.neon.state.projects).toStrictEqual(before);
    expect(started.neon.takeCalls().filter((call) => !/^(list|get)/.test(call))).toStrictEqual([]);
    expect(await started.plugin.read(PROJECT, first.id, first)).toMatchObject({ id: first.id });
  });

  it("keeps its lineage at a refresh, and none where none was declared", async () => {
    const started = await startNeonPlugin();
    const kept = await createProject(started, { lineage });
    expect((await started.plugin.read(PROJECT, kept.id, kept))?.inputs).toStrictEqual(kept.inputs);
    expect((await started.plugin.read(PROJECT, kept.id))?.inputs).not.toHaveProperty("lineage");
  });

  it("leaves its mark alone when it is given another lineage later", async () => {
    const started = await startNeonPlugin();
    const kept = await createProject(started, { lineage });
    started.neon.takeCalls();
    await started.plugin.update(PROJECT, kept.id, kept, { ...kept.inputs, lineage: foreignLineage }, "db");
    expect(started.neon.takeCalls().filter((call) => !/^(list|get)/.test(call))).toStrictEqual([]);
  });

  it("refuses one of the same name that another made, and names the way to adopt it", async () => {
    const { neon, plugin } = await startNeonPlugin();
    await (await neon.connect().projects.create(named("main", {}))).settled;
    const id = neon.onlyProject().project.id;
    const { inputs } = await plugin.check(PROJECT, projectInputs);
    await expect(plugin.create(PROJECT, inputs, "db")).rejects.toThrow(
      new PluginFailure(
        2,
        `Neon project ${id} has the name "plyr-staging" already, and nothing proves that this state made it.
  Fix: take it over, or choose another name
  Run: parity adopt --stack staging`,
      ),
    );
    expect(neon.state.projects).toHaveLength(1);
  });

  it("says whose mark a project of the same name carries", async () => {
    const { neon, plugin } = await startNeonPlugin();
    await (await neon.connect().projects.create(named("main", mark("db", "production")))).settled;
    const { inputs } = await plugin.check(PROJECT, projectInputs);
    await expect(plugin.create(PROJECT, inputs, "db")).rejects.toThrow(
      `nothing proves that this state made it. It carries the mark of "db" in stack production of plyr, lineage ${lineage}.
  Why: A state owns what carries its own lineage: another state may have the same project and stack name.
  Fix: `,
    );
  });

  it("refuses to choose between two that carry its own mark", async () => {
    const { neon, plugin } = await startNeonPlugin();
    for (const _ of [1, 2]) await (await neon.connect().projects.create(named("main", mark("db")))).settled;
    const [one, other] = neon.state.projects.map(({ project }) => project.id);
    const { inputs } = await plugin.check(PROJECT, { ...projectInputs, lineage });
    await expect(plugin.create(PROJECT, inputs, "db")).rejects.toThrow(
      `This stack has made several Neon projects "plyr-staging": ${one}, ${other}. One of them is to stay.`,
    );
  });

  it("refuses its own leftover in another region", async () => {
    const { neon, plugin } = await startNeonPlugin();
    const elsewhere = { ...named("main", mark("db")), region_id: "aws-us-east-2" };
    await (await neon.connect().projects.create(elsewhere)).settled;
    const { inputs } = await plugin.check(PROJECT, { ...projectInputs, lineage });
    await expect(plugin.create(PROJECT, inputs, "db")).rejects.toThrow(
      `An earlier run made Neon project ${neon.onlyProject().project.id} in aws-us-east-2 with Postgres 17, not in aws-us-east-1 with 17.`,
    );
  });

  it("does not mistake a name that contains its own", async () => {
    const { neon, plugin } = await startNeonPlugin();
    await (await neon.connect().projects.create({ ...named("main", {}), name: "plyr-staging-2" })).settled;
    const { inputs } = await plugin.check(PROJECT, projectInputs);
    await plugin.create(PROJECT, inputs, "db");
    expect(neon.state.projects.map(({ project }) => project.name)).toStrictEqual(["plyr-staging-2", "plyr-staging"]);
  });

  it("fails when an operation never ends, keeps what it made, and the next run goes on from there", async () => {
    const { neon, plugin } = await startNeonPlugin({ patienceSeconds: 1 });
    neon.faults.push({ operation: "neon.getOperation", kind: "drop", times: 1000 });
    const { inputs } = await plugin.check(PROJECT, projectInputs);
    const failure = await failureOf(plugin.create(PROJECT, inputs, "db"));
    const { project, operations } = neon.onlyProject();
    expect(failure.message).toBe(
      `Neon accepted the change, but operation create_timeline (${operations[0]?.id}) of project ${project.id} is still running after 1 s.
  Fix: run the same command again, it goes on from here; if it stays, look at the project's operations in the Neon Console and at https://neonstatus.com`,
    );
    expect(failure.remains?.id).toBe(project.id);
    expect(failure.remains?.reasons).toStrictEqual([failure.message]);

    neon.faults.length = 0;
    const remains = failure.remains ?? { id: "", inputs: {}, outputs: {} };
    const { outputs } = await plugin.update(PROJECT, remains.id, remains, inputs, "db");
    expect(outputs).toStrictEqual(remains.outputs);
    expect(neon.onlyProject().operations.map(({ status }) => status)).toStrictEqual(["finished", "finished"]);
  });

  it("waits for an operation that failed and is tried again by Neon", async () => {
    const started = await startNeonPlugin();
    started.neon.state.outcomes.push("failed", "failed");
    await createProject(started);
    expect(started.neon.onlyProject().operations.map((one) => [one.status, one.failures_count])).toStrictEqual([
      ["finished", 2],
      ["finished", 0],
    ]);
  });

  it("fails when an operation ends in an error, keeps the project, and fails again while it is not ready", async () => {
    const { neon, plugin } = await startNeonPlugin();
    neon.state.outcomes.push("error");
    const { inputs } = await plugin.check(PROJECT, projectInputs);
    const failure = await failureOf(plugin.create(PROJECT, inputs, "db"));
    const { project, branches } = neon.onlyProject();
    expect(failure.message).toContain("ended as error: create_timeline did not succeed.");
    const remains = failure.remains ?? { id: "", inputs: {}, outputs: {} };
    expect(remains.id).toBe(project.id);
    await expect(plugin.update(PROJECT, remains.id, remains, inputs, "db")).rejects.toThrow(
      `Branch ${branches[0]?.id} of Neon project ${project.id} was never made ready, and nothing works on it any more.`,
    );
  });

  it("keeps the project when the plan has no protected branches, and says so", async () => {
    const { neon, plugin } = await startNeonPlugin();
    neon.state.plan = "free";
    const { inputs } = await plugin.check(PROJECT, { ...projectInputs, protectedBranch: true });
    const failure = await failureOf(plugin.create(PROJECT, inputs, "db"));
    const { project } = neon.onlyProject();
    expect(failure.remains?.id).toBe(project.id);
    expect(failure.remains?.outputs).toMatchObject({ projectId: project.id });
    expect(failure.message).toContain(
      "Fix: leave the branch unprotected, or take a plan with more: https://neon.com/docs/introduction/plans",
    );
  });

  it("makes nothing when the plan refuses, and says what it has", async () => {
    const { neon, plugin } = await startNeonPlugin();
    neon.state.plan = "free";
    const { inputs } = await plugin.check(PROJECT, { ...projectInputs, historyRetentionSeconds: 604_800 });
    const failure = await failureOf(plugin.create(PROJECT, inputs, "db"));
    expect(failure.message).toMatch(
      /^Neon refused to create project "plyr-staging": 400 requested history retention seconds exceeds allowed maximum; requested_history_retention_seconds:"604800", max:"21600" \(POST \/projects, request [0-9a-f-]{36}\)\.\n {2}Fix: leave historyRetentionSeconds out, or write at most the max that Neon names: https:/,
    );
    expect(failure.remains).toBeUndefined();
    expect(neon.state.projects).toStrictEqual([]);
  });

  it("asks for the organization where a personal key needs one", async () => {
    const { plugin } = await startNeonPlugin({ organization: undefined });
    const { organization: _organization, ...rest } = projectInputs;
    const { inputs } = await plugin.check(PROJECT, rest);
    await expect(plugin.create(PROJECT, inputs, "db")).rejects.toThrow("Fix: give the id of the organization, org-…");
  });

  it("sends the provider's organization where the program names none, and does not declare it", async () => {
    const { neon, plugin } = await startNeonPlugin();
    const { organization: _organization, ...rest } = projectInputs;
    const { inputs } = await plugin.check(PROJECT, rest);
    const kept = await plugin.create(PROJECT, inputs, "db");
    expect(neon.onlyProject().project.org_id).toBe(organization);
    expect((await plugin.read(PROJECT, kept.id, kept))?.inputs).toStrictEqual(inputs);
  });
});
