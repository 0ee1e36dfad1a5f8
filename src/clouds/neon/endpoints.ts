import { type Endpoint, EndpointType, type EndpointUpdateRequest } from "@neondatabase/api-client";
import type { NeonApi } from "./api.ts";
import type { NeonChanges } from "./changes.ts";
import { neonAnswers } from "./shapes.ts";

export type NeonEndpoint = Endpoint;
export type NeonEndpointChanges = EndpointUpdateRequest["endpoint"];

/** Computes: https://neon.com/docs/manage/computes */
export class NeonEndpoints {
  constructor(
    private readonly api: NeonApi,
    private readonly changes: NeonChanges,
  ) {}

  /** The branch's one compute that writes. `undefined` when it has none, or when there is no such branch. */
  async findReadWrite(projectId: string, branchId: string): Promise<NeonEndpoint | undefined> {
    const found = await this.api.readIfPresent(
      `list the computes of branch ${branchId}`,
      neonAnswers.endpoints,
      (api) => api.listProjectBranchEndpoints(projectId, branchId),
    );
    return found?.endpoints.find(({ type }) => type === EndpointType.ReadWrite);
  }

  /** Absent fields stay as they are. An idle compute is started for a moment. */
  async update(projectId: string, endpointId: string, endpoint: NeonEndpointChanges): Promise<void> {
    await this.changes.change(projectId, `change compute ${endpointId}`, (api) =>
      api.updateProjectEndpoint(projectId, endpointId, { endpoint }),
    );
  }
}
