import type {
  BranchResponse,
  ConnectionURIsResponse,
  EndpointsResponse,
  OperationsResponse,
  Project,
  ProjectCreateRequest,
  ProjectResponse,
  ProjectUpdateRequest,
} from "@neondatabase/api-client";
import type { NeonApi } from "./api.ts";
import type { NeonChanges, Started } from "./changes.ts";
import { neonAnswers } from "./shapes.ts";

export type NeonProject = Project;
/** What a list tells of a project, among more. */
export type NamedNeonProject = Pick<Project, "id" | "name" | "region_id" | "pg_version">;
export type NewNeonProject = ProjectCreateRequest["project"];
export type NeonProjectChanges = ProjectUpdateRequest["project"];

/** What one POST makes: a project with its default branch, a compute, a role and a database. */
export type CreatedNeonProject = ProjectResponse &
  BranchResponse &
  EndpointsResponse &
  ConnectionURIsResponse &
  OperationsResponse;

const PAGE = 400;

/** https://neon.com/docs/manage/projects */
export class NeonProjects {
  constructor(
    private readonly api: NeonApi,
    private readonly changes: NeonChanges,
  ) {}

  /** `undefined` when there is no project of this id, or none any more. */
  async find(id: string): Promise<NeonProject | undefined> {
    return (await this.api.readIfPresent(`read project ${id}`, neonAnswers.project, (api) => api.getProject(id)))
      ?.project;
  }

  /** Every project of exactly this name: Neon lets many have the same. */
  async listNamed(name: string, organization: string | undefined): Promise<readonly NamedNeonProject[]> {
    return (await this.list(organization, name)).filter((project) => project.name === name);
  }

  /**
   * Every project of an organization, whose id is `org-…`; without one, those of the key. `search` narrows to those whose name or id
   * contains it.
   */
  async list(organization: string | undefined, search?: string): Promise<readonly NamedNeonProject[]> {
    const action = search === undefined ? "list the projects" : `look for a project "${search}"`;
    const projects: NamedNeonProject[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.api.read(action, neonAnswers.projects, (api) =>
        api.listProjects({
          ...(search !== undefined && { search }),
          limit: PAGE,
          ...(organization !== undefined && { org_id: organization }),
          ...(cursor !== undefined && { cursor }),
        }),
      );
      projects.push(...page.projects, ...(await this.findAll(page.unavailable_project_ids ?? [])));
      cursor = page.projects.length < PAGE ? undefined : page.pagination?.cursor;
    } while (cursor !== undefined);
    return projects;
  }

  /** Two calls make two projects, whatever their names. */
  async create(project: NewNeonProject): Promise<Started<CreatedNeonProject>> {
    const answer = await this.api.create(`create project "${project.name}"`, neonAnswers.createdProject, (api) =>
      api.createProject({ project }),
    );
    return this.changes.started(answer.project.id, answer);
  }

  /** Absent fields stay as they are; objects in it are sent whole. */
  async update(id: string, project: NeonProjectChanges): Promise<void> {
    await this.changes.change(id, `change project ${id}`, (api) => api.updateProject(id, { project }));
  }

  /** With everything in it. Neon keeps it recoverable for a week, and keeps one with a protected branch. */
  async delete(id: string): Promise<void> {
    await this.changes.remove(id, `delete project ${id}`, (api) => api.deleteProject(id));
  }

  /** A list leaves out the details of projects that were slow to answer: absence there does not prove absence. */
  private async findAll(ids: readonly string[]): Promise<NeonProject[]> {
    const projects = await Promise.all(ids.map((id) => this.find(id)));
    return projects.filter((project) => project !== undefined);
  }
}
