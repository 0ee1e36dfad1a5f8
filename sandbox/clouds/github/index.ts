import type { Cloud, CloudResponse } from "../core/cloud.ts";
import { nearestRoute } from "../core/router.ts";
import { failureShape, rateLimitHeaders, refuse } from "./answer.ts";
import { uploadArtifact } from "./artifact.ts";
import { artifactOperations, blobOperations } from "./artifact-operations.ts";
import { authenticate } from "./authentication.ts";
import { branchPolicyOperations } from "./branch-policy.ts";
import { commentOperations } from "./comment.ts";
import { declined } from "./declined.ts";
import { deploymentOperations } from "./deployment.ts";
import { environmentOperations } from "./environment-operations.ts";
import { issueOperations } from "./issue-operations.ts";
import { labelOperations } from "./label.ts";
import { ownerOperations } from "./owner.ts";
import { pullOperations } from "./pull-operations.ts";
import { repositoryOperations } from "./repository.ts";
import { secretOperations } from "./secret.ts";
import { emptyState, type GithubState } from "./state.ts";
import { variableOperations } from "./variable.ts";

export type { GithubState } from "./state.ts";

const apiOperations = [
  ...ownerOperations,
  ...repositoryOperations,
  ...environmentOperations,
  ...branchPolicyOperations,
  ...secretOperations,
  ...variableOperations,
  ...labelOperations,
  ...issueOperations,
  ...commentOperations,
  ...pullOperations,
  ...deploymentOperations,
  ...artifactOperations,
].map((operation) => ({ ...operation, path: `/api/v3${operation.path}` }));
const operations = [...apiOperations, ...blobOperations];

/**
 * GitHub's REST API in the form of an Enterprise Server, which is what clients take any host but github.com for. Point a
 * client at it with `GITHUB_BASE_URL=<url>/`.
 */
export const githubCloud: Cloud<GithubState> = {
  name: "github",
  empty: emptyState,
  operations,
  authenticate,
  failure: failureShape,
  headers: rateLimitHeaders,
  notServed,
  events: { uploadArtifact },
  declined,
};

function notServed({ method, path }: { method: string; path: string }): CloudResponse {
  const nearest = nearestRoute(operations, method, path);
  return refuse(404, `Not Found: ${method} ${path} is not served. The nearest served route is ${nearest}.`);
}
