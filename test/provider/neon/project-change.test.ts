import { describe, expect, it } from "vitest";
import { secret, unknown } from "../../plugin/harness.ts";
import { createProject, PROJECT, projectInputs, startNeonPlugin } from "./neon-plugin.ts";

const FIXED = [
  ["region", "aws-us-east-2"],
  ["postgres", 16],
  ["role", "other_owner"],
  ["database", "other"],
] as const;

describe("changing a Neon project", () => {
  it.each(FIXED)("refuses another %s before anything is planned", async (property, value) => {
    const started = await startNeonPlugin();
    const { inputs } = await createProject(started);
    const { failures } = await started.plugin.check(PROJECT, { ...inputs, [property]: value }, inputs, "db");
    expect(failures).toStrictEqual([
      [
        property,
        "cannot be changed.\n  Why: Neon fixes it when the project is created, and a new project would start empty.\n  Fix: declare a second project beside this one, copy the data over (https://neon.com/docs/import/migrate-from-neon), point the apps at it, then remove this one; a further role or database can be declared as parity:neon:Role and parity:neon:Database",
      ],
    ]);
  });

  it("refuses another organization before it changes anything, and says how to move", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    const inputs = { ...kept.inputs, name: "plyr-blue", organization: "org-other-11111111" };
    await expect(started.plugin.update(PROJECT, id, kept, inputs, "db")).rejects.toThrow(
      `Project ${id} belongs to organization org-quiet-sea-12345678, not to org-other-11111111, and an update cannot move it.
  Fix: transfer it (https://neon.com/docs/manage/orgs-project-transfer) and refresh the stack, or leave \`organization\` out`,
    );
    expect(started.neon.onlyProject().project.name).toBe("plyr-staging");
  });

  it("writes nothing when the organization it has is named later", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    const { organization: _organization, ...before } = kept.inputs;
    started.neon.takeCalls();
    await started.plugin.update(PROJECT, id, { ...kept, inputs: before }, kept.inputs, "db");
    expect(started.neon.takeCalls().filter((call) => !/^(get|list)/.test(call))).toStrictEqual([]);
  });

  it("resets the password in place for another generation, and previews what that changes", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    const inputs = { ...kept.inputs, passwordGeneration: 2 };
    const preview = await started.plugin.previewUpdate(PROJECT, id, kept, inputs, "db");
    const sealed = secret(unknown);
    expect(preview).toStrictEqual({
      ...kept.outputs,
      passwordGeneration: 2,
      password: sealed,
      url: sealed,
      pooledUrl: sealed,
    });
    const { outputs } = await started.plugin.update(PROJECT, id, kept, inputs, "db");
    const [before, after] = [kept.outputs, outputs].map(
      ({ password }) => (password as ReturnType<typeof secret>).value,
    );
    expect(after).toMatch(/^npg_\w{12}$/);
    expect(after).not.toBe(before);
    expect(outputs["host"]).toBe(kept.outputs["host"]);
    expect(outputs["url"]).toStrictEqual(
      secret(`postgresql://app_owner:${after}@${outputs["host"]}/app?sslmode=require&channel_binding=require`),
    );
    expect(await started.plugin.read(PROJECT, id, { inputs, outputs }, "db")).toStrictEqual({ id, inputs, outputs });
  });

  it("fails when a write is dropped in silence, and says what is there", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    started.neon.faults.push({ operation: "neon.updateProject", kind: "drop", times: 1 });
    const inputs = { ...kept.inputs, name: "plyr-blue" };
    await expect(started.plugin.update(PROJECT, id, kept, inputs, "db")).rejects.toThrow(
      `Neon accepted the change of project ${id}, but reading it back, name is "plyr-staging" instead of "plyr-blue".`,
    );
  });

  it.each(["lose", "cut"] as const)("repeats a change whose answer was lost (%s)", async (kind) => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    started.neon.faults.push({ operation: "neon.updateEndpoint", kind, times: 1 });
    await started.plugin.update(PROJECT, id, kept, { ...kept.inputs, maxCu: 2 }, "db");
    expect(started.neon.onlyProject().endpoints.map((one) => one.autoscaling_limit_max_cu)).toStrictEqual([2]);
  });

  it("tries again while another change holds the project", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    started.neon.faults.push({ operation: "neon.updateProject", kind: "refuse", status: 423, times: 2 });
    started.neon.takeCalls();
    await started.plugin.update(PROJECT, id, kept, { ...kept.inputs, name: "plyr-blue" }, "db");
    expect(started.neon.takeCalls().filter((call) => call.startsWith("updateProject"))).toStrictEqual([
      "updateProject 423",
      "updateProject 423",
      "updateProject 200",
    ]);
    expect(started.neon.onlyProject().project.name).toBe("plyr-blue");
  });

  it("checks what Neon would refuse whatever the plan", async () => {
    const { plugin } = await startNeonPlugin();
    const { failures } = await plugin.check(PROJECT, {
      name: "",
      region: "aws-us-east-1",
      role: "pg_owner",
      database: "template1",
      organization: "plyr",
      minCu: 4,
      maxCu: 2,
    });
    expect(failures).toStrictEqual([
      [
        "organization",
        "must be the organization's id, org-…, from its settings page\n  Fix: write what `pulumi package get-schema` says of it",
      ],
      [
        "name",
        "This is not a project name Neon accepts.\n  Why: A Neon project name has 1 to 256 characters, not 0.\n  Fix: write a name",
      ],
      [
        "role",
        '"pg_owner" is not a role name Neon accepts.\n  Why: Neon keeps pg_*, neon_superuser, cloud_admin, zenith_admin, public, none for itself.\n  Fix: choose another name, such as the database\'s with _owner behind it',
      ],
      [
        "database",
        '"template1" is not a database name Neon accepts.\n  Why: Postgres keeps postgres, template0, template1 for itself.\n  Fix: choose another name, such as the product\'s',
      ],
      ["minCu", "A smallest compute of 4 CU is larger than the largest, 2 CU.\n  Fix: write 2 or less"],
    ]);
  });
});

describe("deleting a Neon project", () => {
  it("with a protected branch says how to unprotect it", async () => {
    const { neon, plugin } = await startNeonPlugin();
    const { inputs } = await plugin.check(PROJECT, { ...projectInputs, protectedBranch: true });
    const kept = await plugin.create(PROJECT, inputs, "db");
    await expect(plugin.delete(PROJECT, kept.id, kept, "db")).rejects.toThrow(
      /Fix: .*write "protect: false" in Pulumi\.staging\.yaml.*\n +Run: pulumi up --stack staging --target urn:\S+::db\n +Run: parity destroy --stack staging/,
    );
    expect(neon.onlyProject().project.id).toBe(kept.id);
  });

  it("whose answer was lost is a success", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    started.neon.faults.push({ operation: "neon.deleteProject", kind: "lose", times: 1 });
    await started.plugin.delete(PROJECT, id, kept, "db");
    expect(started.neon.state.projects.map(({ deletedAt }) => deletedAt !== undefined)).toStrictEqual([true]);
  });

  it("fails when Neon keeps the project in silence", async () => {
    const started = await startNeonPlugin();
    const { id, ...kept } = await createProject(started);
    started.neon.faults.push({ operation: "neon.deleteProject", kind: "drop", times: 1 });
    await expect(started.plugin.delete(PROJECT, id, kept, "db")).rejects.toThrow(
      `Neon took the order to delete project ${id}, but still shows it.`,
    );
  });
});
