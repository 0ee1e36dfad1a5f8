import { z } from "zod";
import { readOptionalBody } from "../body.ts";
import {
  type BranchOptions,
  checkBranchLimits,
  checkName,
  checkProtectedLimit,
  createBranch,
  inheritRolesAndDatabases,
} from "../branch.ts";
import { readExpiry } from "../branch-expiry.ts";
import { defineCall } from "../call.ts";
import { checkCompute, checkSinglePrimary, createEndpoint, newComputeOptions } from "../compute.ts";
import type { Branch, NeonRequest, ProjectState } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { scheduleOperations } from "../operation-queue.ts";
import { planOf } from "../plan.ts";
import { findReadyBranch, lockProject } from "../store.ts";
import { listConnectionUris } from "./connection-uri.ts";
import { showRole } from "./roles.ts";

/** At most fifty annotations. Source: `AnnotationValueData` of Neon's OpenAPI document. */
export const annotationValue = z
  .record(z.string(), z.string())
  .refine((value) => Object.keys(value).length <= 50, "more than 50 entries");

const newBranch = z.object({
  name: z.string().min(1).max(256).exactOptional(),
  parent_id: z.string().exactOptional(),
  parent_lsn: z.string().exactOptional(),
  parent_timestamp: z.iso.datetime({ offset: true }).exactOptional(),
  protected: z.boolean().exactOptional(),
  init_source: z.enum(["parent-data", "schema-only"]).exactOptional(),
  expires_at: z.string().exactOptional(),
});

const createBody = z.object({
  branch: newBranch.default({}),
  endpoints: z.array(newComputeOptions).default([]),
  annotation_value: annotationValue.exactOptional(),
});

export const branchCreationCalls = [
  defineCall("createBranch", "POST", "/projects/:project_id/branches", (request) => {
    const held = lockProject(request);
    const { branch: asked, endpoints: computes, annotation_value } = readOptionalBody(request, createBody);
    const source = findReadyBranch(held, asked.parent_id || held.branches.find((branch) => branch.default)?.id);
    for (const compute of computes) {
      checkCompute(planOf(request.state), compute, held.project.default_endpoint_settings);
    }
    checkSinglePrimary([], computes);
    const options = readOptions(request, held, source, asked);
    const branch = createBranch(held, request, {
      ...options,
      ...(annotation_value && { annotation: annotation_value }),
    });
    inheritRolesAndDatabases(held, source, branch, request);
    const endpoints = computes.map((compute) => createEndpoint(held, branch, request, compute));
    const operations = scheduleOperations(held, request, [
      { action: "create_branch", branchId: branch.id },
      ...endpoints.map(({ id }) => ({ action: "start_compute", branchId: branch.id, endpointId: id }) as const),
    ]);
    // guess: a project that stores no passwords has none to give for an inherited role
    const uris = held.project.store_passwords ? listConnectionUris(request.state, held, branch) : undefined;
    return {
      status: 201,
      body: {
        branch,
        endpoints,
        operations,
        roles: held.roles.filter(({ branch_id }) => branch_id === branch.id).map(showRole),
        databases: held.databases.filter(({ branch_id }) => branch_id === branch.id),
        ...(uris && { connection_uris: uris }),
      },
    };
  }),
];

/** What was asked for, checked against the project and its plan. Throws `Refusal`. */
function readOptions(
  { state, clock }: NeonRequest,
  held: ProjectState,
  source: Branch,
  asked: z.infer<typeof newBranch>,
): BranchOptions {
  const isRoot = asked.init_source === "schema-only";
  const expiry = asked.expires_at === undefined ? undefined : readExpiry(asked.expires_at, clock);
  if (asked.name !== undefined) checkName(held, asked.name);
  checkBranchLimits(held, planOf(state), isRoot);
  if (asked.protected) checkProtectedLimit(held, planOf(state));
  // guess: the statuses and texts of both refusals
  if (expiry && asked.protected) throw new Refusal(422, "a protected branch cannot have an expiration time");
  if (source.expires_at !== undefined) throw new Refusal(422, "a branch with an expiration time cannot have children");
  return {
    ...(asked.name !== undefined && { name: asked.name }),
    ...(!isRoot && { parentId: source.id }),
    ...(asked.parent_lsn !== undefined && { parentLsn: asked.parent_lsn }),
    ...(asked.parent_timestamp !== undefined && { parentTimestamp: asked.parent_timestamp }),
    protected: asked.protected ?? false,
    initSource: asked.init_source ?? "parent-data",
    ...(expiry && { expiry }),
  };
}
