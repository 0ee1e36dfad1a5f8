import { describe, expect, it } from "vitest";
import { secret } from "../../plugin/harness.ts";
import { liveThrough } from "../../plugin/lifecycle.ts";
import { createProject, DATABASE, startNeonPlugin } from "./neon-plugin.ts";

async function startWithProject() {
  const started = await startNeonPlugin();
  const { projectId, branchId, outputs } = await createProject(started);
  started.neon.takeCalls();
  const create = async (more: Record<string, string> = {}) => {
    const { inputs } = await started.plugin.check(DATABASE, {
      projectId,
      branchId,
      name: "jobs",
      owner: "app_owner",
      ...more,
    });
    return started.plugin.create(DATABASE, inputs, "jobs");
  };
  const databases = () => started.neon.onlyProject().databases;
  const { roles } = started.neon.connect();
  const addRole = async (name: string) => (await roles.create({ projectId, branchId, name })).settled;
  return { ...started, projectId, branchId, project: outputs, create, databases, addRole };
}

describe("parity:neon:Database", () => {
  it("lives from create to delete; name and owner are changed in place and its id stays", async () => {
    const { plugin, projectId, branchId, databases, addRole } = await startWithProject();
    await addRole("worker");
    const inputs = { projectId, branchId, name: "jobs", owner: "app_owner" };
    const seen: unknown[] = [];
    await liveThrough(plugin, {
      token: DATABASE,
      inputs,
      updates: [
        { inputs: { ...inputs, name: "tasks" }, changes: { name: "update" } },
        { inputs: { ...inputs, name: "tasks", owner: "worker" }, changes: { owner: "update" } },
      ],
      observe: (_step, kept) => {
        const [, database] = databases();
        seen.push([kept?.id, kept?.outputs["databaseId"] === database?.id, database?.name, database?.owner_name]);
      },
    });
    const id = `${projectId}/${branchId}/jobs`;
    expect(seen).toStrictEqual([
      [id, true, "jobs", "app_owner"],
      [id, true, "tasks", "app_owner"],
      [id, true, "tasks", "worker"],
      [undefined, true, undefined, undefined],
    ]);
  });

  it("gives the URLs of its owner", async () => {
    const { project, create } = await startWithProject();
    const { outputs } = await create();
    const password = (project["password"] as ReturnType<typeof secret>).value;
    const uri = (host: unknown) =>
      secret(`postgresql://app_owner:${password}@${host}/jobs?sslmode=require&channel_binding=require`);
    expect(outputs).toMatchObject({
      host: project["host"],
      pooledHost: project["pooledHost"],
      url: uri(project["host"]),
      pooledUrl: uri(project["pooledHost"]),
    });
  });

  it("follows the rotation of its owner's password when it is given it", async () => {
    const { plugin, project, create } = await startWithProject();
    const kept = await create({ ownerPassword: "npg_before" });
    const inputs = { ...kept.inputs, ownerPassword: secret("npg_after") };
    expect((await plugin.diff(DATABASE, kept, inputs)).changes).toStrictEqual({ ownerPassword: "update" });
    const { outputs } = await plugin.update(DATABASE, kept.id, kept, inputs);
    expect(outputs["url"]).toStrictEqual(
      secret(`postgresql://app_owner:npg_after@${project["host"]}/jobs?sslmode=require&channel_binding=require`),
    );
  });

  it("that was renamed by hand is the same one, under another name", async () => {
    const { plugin, create, databases } = await startWithProject();
    const kept = await create();
    Object.assign(databases()[1] ?? {}, { name: "renamed" });
    const seen = await plugin.read(DATABASE, kept.id, kept);
    expect(seen?.inputs).toStrictEqual({ ...kept.inputs, name: "renamed" });
    await plugin.update(DATABASE, kept.id, seen ?? kept, kept.inputs);
    expect(databases().map(({ name }) => name)).toStrictEqual(["app", "jobs"]);
  });

  it("that a restore gave another number is found by its name", async () => {
    const { plugin, create, databases } = await startWithProject();
    const kept = await create();
    Object.assign(databases()[1] ?? {}, { id: 99 });
    const seen = await plugin.read(DATABASE, kept.id, kept);
    expect(seen).toStrictEqual({ ...kept, outputs: { ...kept.outputs, databaseId: 99 } });
  });

  it.each(["lose", "cut"] as const)("is made once when the answer to its create was lost (%s)", async (kind) => {
    const { neon, create, databases } = await startWithProject();
    neon.faults.push({ operation: "neon.createDatabase", kind, times: 1 });
    const { outputs } = await create();
    expect(databases().map(({ id, name }) => [id, name])).toStrictEqual([
      [databases()[0]?.id, "app"],
      [outputs["databaseId"], "jobs"],
    ]);
  });

  it("that is there already is never taken over, and the way to adopt it is named", async () => {
    const { create } = await startWithProject();
    await expect(create({ name: "app" })).rejects.toThrow(
      `Fix: take it over, or choose another name
  Run: parity adopt --stack staging`,
    );
  });

  it("without its owner is refused, and the owner is asked for", async () => {
    const { create, databases } = await startWithProject();
    await expect(create({ owner: "nobody" })).rejects.toThrow(
      "Fix: create the role on the branch first, and let the database depend on it",
    );
    expect(databases().map(({ name }) => name)).toStrictEqual(["app"]);
  });

  it("is imported by project, branch and name", async () => {
    const { plugin, projectId, branchId } = await startWithProject();
    const seen = await plugin.read(DATABASE, `${projectId}/${branchId}/app`);
    expect(seen?.inputs).toStrictEqual({ projectId, branchId, name: "app", owner: "app_owner" });
  });

  it("is not moved to another branch: that is refused before anything is planned", async () => {
    const { plugin, create } = await startWithProject();
    const { inputs } = await create();
    const { failures } = await plugin.check(DATABASE, { ...inputs, branchId: "br-other" }, inputs);
    expect(failures.map(([property]) => property)).toStrictEqual(["branchId"]);
  });

  it("that cannot be read is not gone", async () => {
    const { neon, plugin, create } = await startWithProject();
    const kept = await create();
    neon.faults.push({ operation: "neon.listDatabases", kind: "refuse", status: 403, times: 1 });
    await expect(plugin.read(DATABASE, kept.id, kept)).rejects.toThrow("Neon refused to list the databases of branch ");
  });

  it("is kept when what follows its create fails", async () => {
    const { neon, create, databases, projectId, branchId } = await startWithProject();
    neon.state.outcomes.push("error");
    const failure = await create().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      remains: { id: `${projectId}/${branchId}/jobs`, outputs: { databaseId: databases()[1]?.id } },
    });
  });
});
