import type { Cloud } from "../core/cloud.ts";
import { branchCreationCalls } from "./branch-creation.ts";
import { branchRestoreCalls } from "./branch-restore.ts";
import { branchCalls } from "./branches.ts";
import { connectionUriCalls } from "./connection-uri.ts";
import { databaseCalls } from "./databases.ts";
import { declined } from "./declined.ts";
import { endpointCalls } from "./endpoints.ts";
import { neonFailure, requestIdOf, unauthenticated, unknownRoute } from "./errors.ts";
import { operationCalls } from "./operations.ts";
import { organizationCalls } from "./organizations.ts";
import { projectCreationCalls } from "./project-creation.ts";
import { projectCalls } from "./projects.ts";
import { regionCalls } from "./regions.ts";
import { roleCalls } from "./roles.ts";
import { digest, emptyState, type NeonState } from "./state.ts";

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
  notServed: ({ method, path }) => unknownRoute.toResponse(requestIdOf(`${method} ${path}`)),
  declined,
};
