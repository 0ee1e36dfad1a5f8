import {
  type AnnotationData,
  type Branch,
  type BranchCreateRequest,
  type BranchCreateRequestEndpointOptions,
  type BranchResponse,
  type BranchUpdateRequest,
  EndpointType,
  type OperationsResponse,
} from "@neondatabase/api-client";
import type { NeonApi } from "./api.ts";
import type { NeonChanges, Started } from "./changes.ts";
import { neonAnswers } from "./shapes.ts";

/** With its annotation: up to 50 words about it that Neon takes at creation only. Empty where there is none. */
export type NeonBranch = Branch & { readonly annotation: Readonly<Record<string, string>> };

export interface NewNeonBranch {
  readonly branch: NonNullable<BranchCreateRequest["branch"]>;
  /** Of the compute that writes; without it the branch has none. */
  readonly compute: Omit<BranchCreateRequestEndpointOptions, "type">;
  readonly annotation: Readonly<Record<string, string>>;
}

/** `expires_at: null` lets the branch live on. The vendor's own type leaves the null out, its document has it. */
export type NeonBranchChanges = Omit<BranchUpdateRequest["branch"], "expires_at"> & { expires_at?: string | null };
export type CreatedNeonBranch = BranchResponse & OperationsResponse;

const PAGE = 1000;

/** https://neon.com/docs/manage/branches */
export class NeonBranches {
  constructor(
    private readonly api: NeonApi,
    private readonly changes: NeonChanges,
  ) {}

  /** `undefined` when there is no such branch, or none any more: an expired one too. */
  async find(projectId: string, branchId: string): Promise<NeonBranch | undefined> {
    const found = await this.api.readIfPresent(`read branch ${branchId}`, neonAnswers.branch, (api) =>
      api.getProjectBranch(projectId, branchId),
    );
    return found && annotated(found.branch, found.annotation);
  }

  async findNamed(projectId: string, name: string): Promise<NeonBranch | undefined> {
    return (await this.list(projectId, name)).find((branch) => branch.name === name);
  }

  /** Every branch of a project. `search` narrows to those whose name or id contains it. */
  async list(projectId: string, search?: string): Promise<readonly NeonBranch[]> {
    const branches: NeonBranch[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.api.read(`list the branches of project ${projectId}`, neonAnswers.branches, (api) =>
        api.listProjectBranches({
          projectId,
          limit: PAGE,
          ...(search !== undefined && { search }),
          ...(cursor !== undefined && { cursor }),
        }),
      );
      branches.push(...page.branches.map((branch) => annotated(branch, page.annotations?.[branch.id])));
      cursor = page.pagination?.next;
    } while (cursor !== undefined);
    return branches;
  }

  /** 409 when the project has a branch of this name. */
  async create(projectId: string, { branch, compute, annotation }: NewNeonBranch): Promise<Started<CreatedNeonBranch>> {
    return this.changes.create(projectId, `create branch "${branch.name}"`, neonAnswers.createdBranch, (api) =>
      api.createProjectBranch(projectId, {
        branch,
        endpoints: [{ type: EndpointType.ReadWrite, ...compute }],
        annotation_value: { ...annotation },
      }),
    );
  }

  /** Absent fields stay as they are. */
  async update(projectId: string, branchId: string, branch: NeonBranchChanges): Promise<void> {
    const body = { branch } as BranchUpdateRequest;
    await this.changes.change(projectId, `change branch ${branchId}`, (api) =>
      api.updateProjectBranch(projectId, branchId, body),
    );
  }

  /**
   * Makes a branch what another one is now: of its own data nothing is left. The same again does no harm. Neon keeps one with children.
   */
  async restore(projectId: string, branchId: string, sourceId: string): Promise<void> {
    await this.changes.change(projectId, `reset branch ${branchId}`, (api) =>
      api.restoreProjectBranch(projectId, branchId, { source_branch_id: sourceId }),
    );
  }

  /** With its computes, roles and databases. Neon keeps a protected branch, the default one, and one with children. */
  async delete(projectId: string, branchId: string): Promise<void> {
    await this.changes.remove(projectId, `delete branch ${branchId}`, (api) =>
      api.deleteProjectBranch({ projectId, branchId }),
    );
  }
}

function annotated(branch: Branch, annotation: AnnotationData | undefined): NeonBranch {
  return { ...branch, annotation: annotation?.value ?? {} };
}
