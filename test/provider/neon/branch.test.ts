import { describe, expect, it } from "vitest";
import type { FaultKind } from "../../../sandbox/clouds/core/faults.ts";
import { secret } from "../../plugin/harness.ts";
import { liveThrough } from "../../plugin/lifecycle.ts";
import { BRANCH, createProject, foreignLineage, lineage, startNeonPlugin } from "./neon-plugin.ts";

// The emulated Neon's clock begins at 2026-01-05T10:00:00Z.
const soon = "2026-01-12T10:00:00Z";

async function startWithProject() {
  const started = await startNeonPlugin();
  const { projectId, branchId: parentId } = await createProject(started);
  started.neon.takeCalls();
  const create = async (more: Record<string, string | number | boolean> = {}, name = "review") => {
    const { inputs } = await started.plugin.check(BRANCH, { projectId, name: "pr-42", ...more });
    return started.plugin.create(BRANCH, inputs, name);
  };
  const branches = () => started.neon.onlyProject().branches;
  return { ...started, projectId, parentId, create, branches };
}

describe("parity:neon:Branch", () => {
  it("lives from create to delete, and every change is made in place and read back", async () => {
    const { neon, plugin, projectId, parentId, branches } = await startWithProject();
    const inputs = { projectId, name: "pr-42", parentId };
    const seen: unknown[] = [];
    await liveThrough(plugin, {
      token: BRANCH,
      inputs: { ...inputs, expiresAt: soon, minCu: 0.25, maxCu: 1 },
      updates: [
        {
          inputs: { ...inputs, name: "pr-43", expiresAt: "2026-01-13T12:00:00.750+02:00", minCu: 0.25, maxCu: 2 },
          changes: { name: "update", expiresAt: "update", maxCu: "update" },
        },
        {
          inputs: { ...inputs, protected: true, suspendTimeoutSeconds: 300 },
          changes: {
            name: "update",
            expiresAt: "delete",
            minCu: "delete",
            maxCu: "delete",
            protected: "add",
            suspendTimeoutSeconds: "add",
          },
        },
        {
          inputs: { ...inputs, role: "app_owner", database: "app" },
          changes: { protected: "delete", suspendTimeoutSeconds: "delete", role: "add", database: "add" },
        },
      ],
      observe: (step) => {
        const branch = branches()[1];
        const compute = neon.onlyProject().endpoints[1];
        seen.push([
          step,
          branch?.name,
          branch?.expires_at,
          branch?.protected,
          compute?.autoscaling_limit_max_cu,
          compute?.suspend_timeout_seconds,
        ]);
      },
    });
    expect(seen).toStrictEqual([
      ["created", "pr-42", soon, false, 1, 0],
      ["updated", "pr-43", "2026-01-13T10:00:00Z", false, 2, 0],
      ["updated", "pr-42", undefined, true, 2, 300],
      ["updated", "pr-42", undefined, false, 2, 0],
      ["deleted", undefined, undefined, undefined, undefined, undefined],
    ]);
  });

  it("gives the URLs of an inherited role and database, with the branch's own password", async () => {
    const { neon, create, branches } = await startWithProject();
    for (const parent of branches()) parent.protected = true;
    const { outputs } = await create({ role: "app_owner", database: "app" });
    const host = neon.onlyProject().endpoints[1]?.host;
    const password = (outputs["password"] as ReturnType<typeof secret>).value;
    expect(outputs["host"]).toBe(host);
    expect(neon.onlyProject().roles.map(({ passwordNumber }) => passwordNumber)).toStrictEqual([1, 2]);
    expect(outputs["url"]).toStrictEqual(
      secret(`postgresql://app_owner:${password}@${host}/app?sslmode=require&channel_binding=require`),
    );
    expect(outputs["pooledUrl"]).toStrictEqual(
      secret(
        `postgresql://app_owner:${password}@${host?.replace(".", "-pooler.")}/app?sslmode=require&channel_binding=require`,
      ),
    );
  });

  it("starts from the schema alone as a root branch, and a refresh finds that stable", async () => {
    const { plugin, parentId, create, branches } = await startWithProject();
    const kept = await create({ parentId, schemaOnly: true });
    expect(branches()[1]).toMatchObject({ init_source: "schema-only" });
    expect(branches()[1]?.parent_id).toBeUndefined();
    expect((await plugin.read(BRANCH, kept.id, kept))?.inputs).toStrictEqual(kept.inputs);
  });

  it.each<{ kind: FaultKind; status?: number }>([
    { kind: "lose" },
    { kind: "misreport", status: 502 },
    { kind: "cut" },
  ])("whose create had a wrong answer ($kind) is made once", async (fault) => {
    const { neon, create, projectId, branches } = await startWithProject();
    neon.faults.push({ operation: "neon.createBranch", times: 1, ...fault });
    const { id } = await create();
    expect(branches().map((branch) => branch.name)).toStrictEqual(["main", "pr-42"]);
    expect(id).toBe(`${projectId}/${branches()[1]?.id}`);
    expect(branches()[1]?.current_state).toBe("ready");
  });

  it("is taken over when a killed run of the same state made it", async () => {
    const { create, branches } = await startWithProject();
    const first = await create({ lineage });
    expect(await create({ lineage })).toStrictEqual(first);
    expect(branches()).toHaveLength(2);
  });

  it.each([
    ["of a state with the same project and stack names", { lineage }, { lineage: foreignLineage }],
    ["of an earlier call, where neither has a lineage", {}, {}],
  ])("is refused when it is that %s, and is left as it is", async (_whose, theirs, ours) => {
    const { create, branches } = await startWithProject();
    await create(theirs);
    const before = structuredClone(branches());
    await expect(create(ours)).rejects.toThrow("nothing proves that this state made it");
    expect(branches()).toStrictEqual(before);
  });

  it("keeps its lineage at a refresh", async () => {
    const { plugin, create } = await startWithProject();
    const kept = await create({ lineage });
    expect((await plugin.read(BRANCH, kept.id, kept))?.inputs).toMatchObject({ lineage });
  });

  it("is refused when another made one of the same name, and the way to adopt it is named", async () => {
    const { create, branches, projectId } = await startWithProject();
    await create({ lineage }, "other");
    await expect(create({ lineage })).rejects.toThrow(
      `Neon project ${projectId} has a branch "pr-42" (${branches()[1]?.id}) already, and nothing proves that this state made it. It carries the mark of "other" in stack staging of plyr, lineage ${lineage}.
  Why: A state owns what carries its own lineage: another state may have the same project and stack name.
  Fix: take it over, or choose another name
  Run: parity adopt --stack staging`,
    );
  });

  it("is not taken over when it has another parent", async () => {
    const { create, branches, parentId } = await startWithProject();
    const { outputs } = await create({ lineage });
    await expect(create({ lineage, parentId: String(outputs["branchId"]) })).rejects.toThrow(
      `which an earlier run made from ${parentId}, not from ${branches()[1]?.id}.`,
    );
  });

  it("that is shown late after its create is waited for", async () => {
    const { neon, create, projectId, branches } = await startWithProject();
    neon.faults.push({ operation: "neon.getBranch", kind: "refuse", status: 404, times: 2 });
    expect((await create()).id).toBe(`${projectId}/${branches()[1]?.id}`);
  });

  it("is kept when what follows its create fails", async () => {
    const { neon, create, projectId, branches } = await startWithProject();
    neon.state.outcomes.push("error");
    const failure = await create().catch((error: unknown) => error);
    expect(failure).toMatchObject({ remains: { id: `${projectId}/${branches()[1]?.id}` } });
  });

  it("that has expired is gone, and no failure", async () => {
    const { neon, plugin, create } = await startWithProject();
    const kept = await create({ expiresAt: soon });
    neon.clock.tick(8 * 86_400);
    expect(await plugin.read(BRANCH, kept.id, kept)).toBeUndefined();
    await plugin.delete(BRANCH, kept.id, kept);
  });

  it("shows an expiry that was changed or taken away by hand", async () => {
    const { plugin, create, branches } = await startWithProject();
    const kept = await create({ expiresAt: soon });
    Object.assign(branches()[1] ?? {}, { expires_at: "2026-01-20T00:00:00Z" });
    expect((await plugin.read(BRANCH, kept.id, kept))?.inputs).toStrictEqual({
      ...kept.inputs,
      expiresAt: "2026-01-20T00:00:00Z",
    });
    delete branches()[1]?.expires_at;
    const { expiresAt: _expiresAt, ...rest } = kept.inputs;
    expect((await plugin.read(BRANCH, kept.id, kept))?.inputs).toStrictEqual(rest);
  });

  it("leaves an expiry that only the Console knows alone", async () => {
    const { plugin, create, branches } = await startWithProject();
    const kept = await create();
    Object.assign(branches()[1] ?? {}, { expires_at: "2026-01-20T00:00:00Z" });
    await plugin.update(BRANCH, kept.id, kept, { ...kept.inputs, name: "pr-43" });
    expect(branches()[1]?.expires_at).toBe("2026-01-20T00:00:00Z");
  });

  it("is imported with its parent, so that naming it replaces nothing", async () => {
    const { plugin, projectId, parentId, create } = await startWithProject();
    const { id } = await create();
    expect((await plugin.read(BRANCH, id))?.inputs).toStrictEqual({
      projectId,
      name: "pr-42",
      parentId,
      schemaOnly: false,
    });
  });

  it("is imported without its parent where the program names none, so that this replaces nothing either", async () => {
    const { plugin, projectId, create } = await startWithProject();
    const { id } = await create();
    const live = await plugin.read(BRANCH, `${id}?default`);
    expect(live?.inputs).toStrictEqual({ projectId, name: "pr-42", schemaOnly: false });
    expect(live?.id).toBe(id);
  });

  it("with children is kept by Neon, and the refusal says why", async () => {
    const { plugin, create } = await startWithProject();
    const parent = await create();
    await create({ name: "pr-42-child", parentId: String(parent.outputs["branchId"]) }, "child");
    await expect(plugin.delete(BRANCH, parent.id, parent)).rejects.toThrow(
      "Fix: Neon keeps a protected branch (write `protected: false` and apply that first), the default branch, and one with children",
    );
  });

  it("does not take 403 for its absence", async () => {
    const { neon, plugin, create } = await startWithProject();
    const kept = await create();
    neon.faults.push({ operation: "neon.getBranch", kind: "refuse", status: 403, times: 1 });
    await expect(plugin.read(BRANCH, kept.id, kept)).rejects.toThrow(
      /^Neon refused to read branch br-[a-z0-9-]+: 403 /,
    );
  });

  it("is checked before anything is called", async () => {
    const { plugin } = await startNeonPlugin();
    const check = async (more: Record<string, string | boolean>) =>
      (await plugin.check(BRANCH, { projectId: "quiet-river-12345678", name: "pr-42", ...more })).failures;
    expect(await check({ expiresAt: "2026-01-12T10:00:00" })).toStrictEqual([
      [
        "expiresAt",
        '"2026-01-12T10:00:00" is not an instant in RFC 3339 with a time zone.\n  Fix: write it like 2026-01-12T10:00:00Z',
      ],
    ]);
    expect(await check({ expiresAt: soon, protected: true })).toStrictEqual([
      [
        "expiresAt",
        "A protected branch cannot expire.\n  Why: https://neon.com/docs/guides/branch-expiration\n  Fix: leave one of the two out",
      ],
    ]);
  });

  it("declares role and database together or not at all", async () => {
    const { create, branches } = await startWithProject();
    await expect(create({ role: "app_owner" })).rejects.toThrow(
      "The branch declares `role` without `database`, and its URLs name both.",
    );
    await expect(create({ database: "app" })).rejects.toThrow("Fix: declare `role` too, or leave both out");
    expect(branches()).toHaveLength(1);
  });
});
