import type { Cloud } from "../core/cloud.ts";
import { digest } from "../core/digest.ts";
import { declined } from "./declined.ts";
import type { NeonState } from "./entities.ts";
import { neonFailure, notServed, unauthenticated } from "./errors.ts";
import { rateLimits } from "./rate-limits.ts";
import { branchCreationCalls } from "./routes/branch-creation.ts";
import { branchRestoreCalls } from "./routes/branch-restore.ts";
import { branchCalls } from "./routes/branches.ts";
import { connectionUriCalls } from "./routes/connection-uri.ts";
import { databaseCalls } from "./routes/databases.ts";
import { endpointCalls } from "./routes/endpoints.ts";
import { operationCalls } from "./routes/operations.ts";
import { organizationCalls } from "./routes/organizations.ts";
import { projectCreationCalls } from "./routes/project-creation.ts";
import { projectCalls } from "./routes/projects.ts";
import { regionCalls } from "./routes/regions.ts";
import { roleCalls } from "./routes/roles.ts";
import { emptyState } from "./store.ts";

/** Neon API v2 under `/api/v2`, for one personal API key. */
export const neonCloud: Cloud<NeonState> = {
  name: "neon",
  empty: emptyState,
  operations: [
    ...organizationCalls,
    ...regionCalls,
    ...projectCreationCalls,
    ...projectCalls,
    ...operationCalls,
    ...branchCreationCalls,
    ...branchCalls,
    ...branchRestoreCalls,
    ...endpointCalls,
    ...roleCalls,
    ...databaseCalls,
    ...connectionUriCalls,
  ],
  authenticate: ({ headers, state, ids }) => {
    const [, token = ""] = /^Bearer (.+)$/i.exec(headers.authorization?.toString() ?? "") ?? [];
    return digest(token) === state.tokenDigest ? undefined : unauthenticated.toResponse(ids.uuid("request"));
  },
  headers: (ids) => ({ "x-request-id": ids.uuid("request") }),
  failure: neonFailure,
  rateLimits,
  saysWhen: false,
  notServed,
  declined,
};
