import { createApiClient, EndpointType, type Operation } from "@neondatabase/api-client";
import { expect, test } from "vitest";
import { apiKey, orgId, type ServedNeon, serveNeon } from "./serve-neon.ts";

function connect({ url }: ServedNeon, key = apiKey) {
  const api = createApiClient({ apiKey: key, baseURL: url, proxy: false, timeout: 10_000 });
  /** What every user of this library has to do: poll each operation until it is finished. */
  const wait = async (operations: Operation[]) => {
    for (const { project_id, id } of operations) {
      const isFinished = async () =>
        (await api.getProjectOperation(project_id, id)).data.operation.status === "finished";
      while (!(await isFinished()));
    }
  };
  return { api, wait };
}

test("Neon's npm client takes a project through its whole life", async () => {
  const { api, wait } = connect(await serveNeon());

  const created = await api.createProject({ project: { name: "relay", org_id: orgId, region_id: "aws-us-east-2" } });
  const { project, branch: main, operations } = created.data;
  expect(created.status).toBe(201);
  await wait(operations);
  expect((await api.listProjects({ org_id: orgId, search: "relay", limit: 400 })).data.projects).toMatchObject([
    { id: project.id, name: "relay" },
  ]);
  const updated = await api.updateProject(project.id, {
    project: { name: "relay-2", history_retention_seconds: 3600 },
  });
  await wait(updated.data.operations);
  expect((await api.getProject(project.id)).data.project).toMatchObject({
    name: "relay-2",
    history_retention_seconds: 3600,
  });

  const bare = await api.createProjectBranch(project.id);
  await wait(bare.data.operations);
  const endpoint = await api.createProjectEndpoint(project.id, {
    endpoint: { branch_id: bare.data.branch.id, type: EndpointType.ReadWrite },
  });
  await wait(endpoint.data.operations);
  const path = [project.id, bare.data.branch.id] as const;
  await api.updateProjectBranch(...path, { branch: { name: "pr-42" } });
  expect((await api.getProjectBranch(...path)).data.branch).toMatchObject({ name: "pr-42", parent_id: main.id });
  expect((await api.countProjectBranches({ projectId: project.id })).data.count).toBe(2);

  const role = await api.createProjectBranchRole(...path, { role: { name: "team/app" } });
  await wait(role.data.operations);
  const database = { name: "app", owner_name: "team/app" };
  await wait((await api.createProjectBranchDatabase(...path, { database })).data.operations);
  const reset = await api.resetProjectBranchRolePassword(...path, "team/app");
  await wait(reset.data.operations);
  const revealed = await api.getProjectBranchRolePassword(...path, "team/app");
  expect(revealed.data.password).toBe(reset.data.role.password);
  const { data } = await api.getConnectionUri({
    projectId: project.id,
    branch_id: bare.data.branch.id,
    database_name: "app",
    role_name: "team/app",
    pooled: true,
  });
  const pooler = endpoint.data.endpoint.host.replace(".", "-pooler.");
  expect(data.uri).toBe(
    `postgresql://team%2Fapp:${revealed.data.password}@${pooler}/app?sslmode=require&channel_binding=require`,
  );

  await wait((await api.deleteProjectBranchDatabase(...path, "app")).data.operations);
  await wait((await api.deleteProjectBranchRole(...path, "team/app")).data.operations);
  await wait((await api.deleteProjectEndpoint(project.id, endpoint.data.endpoint.id)).data.operations);
  const target = { projectId: project.id, branchId: bare.data.branch.id };
  await wait((await api.deleteProjectBranch(target)).data.operations);
  expect((await api.deleteProjectBranch(target)).status).toBe(204);
  expect((await api.deleteProject(project.id)).data.project.id).toBe(project.id);
  await expect(api.getProject(project.id)).rejects.toMatchObject({ response: { status: 404 } });
});

test("Neon's npm client that does not poll is refused with 423", async () => {
  const { api } = connect(await serveNeon());
  const { project } = (await api.createProject({ project: { org_id: orgId } })).data;
  await expect(api.createProjectBranch(project.id)).rejects.toMatchObject({
    response: {
      status: 423,
      data: { message: "project already has running conflicting operations, scheduling of new ones is prohibited" },
    },
  });
});

test("Neon's npm client with another key is refused with 401", async () => {
  const { api } = connect(await serveNeon(), "napi_other");
  await expect(api.getCurrentUserOrganizations()).rejects.toMatchObject({ response: { status: 401 } });
});
