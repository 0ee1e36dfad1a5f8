import type { Cloud, CloudResponse } from "../core/cloud.ts";
import { nearestRoute } from "../core/router.ts";
import { failureShape, rateLimitHeaders, refuse } from "./answer.ts";
import { authenticate } from "./authentication.ts";
import { declined } from "./declined.ts";
import type { GithubState } from "./entities.ts";
import { rateLimits } from "./rate-limits.ts";
import { artifactOperations, blobOperations, uploadArtifact } from "./routes/artifact.ts";
import { branchPolicyOperations } from "./routes/branch-policy.ts";
import { commentOperations } from "./routes/comment.ts";
import { deploymentOperations } from "./routes/deployment.ts";
import { environmentOperations } from "./routes/environment.ts";
import { issueOperations } from "./routes/issue.ts";
import { labelOperations } from "./routes/label.ts";
import { ownerOperations } from "./routes/owner.ts";
import { pullOperations } from "./routes/pull.ts";
import { repositoryOperations } from "./routes/repository.ts";
import { rulesetOperations } from "./routes/ruleset.ts";
import { secretOperations } from "./routes/secret.ts";
import { variableOperations } from "./routes/variable.ts";
import { emptyState } from "./store.ts";

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
  ...rulesetOperations,
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
  rateLimits,
  headers: rateLimitHeaders,
  notServed,
  events: { uploadArtifact },
  declined,
};

/** 501, not 404: clients take that for a thing that is gone. */
function notServed({ method, path }: { method: string; path: string }): CloudResponse {
  const nearest = nearestRoute(operations, method, path);
  return refuse(501, `${method} ${path} is not served. The nearest served route is ${nearest}.`);
}
