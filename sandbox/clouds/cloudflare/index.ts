import type { Cloud, CloudResponse } from "../core/cloud.ts";
import { nearestRoute } from "../core/router.ts";
import { authenticate } from "./authentication.ts";
import { declined } from "./declined.ts";
import type { CloudflareState } from "./entities.ts";
import { failureShape, refuse } from "./envelope.ts";
import { budgetHeaders, rateLimits } from "./rate-limits.ts";
import { accountOperations } from "./routes/account.ts";
import { bucketOperations } from "./routes/bucket.ts";
import { bucketCorsOperations } from "./routes/bucket-cors.ts";
import { bucketDomainOperations } from "./routes/bucket-domain.ts";
import { bucketLifecycleOperations } from "./routes/bucket-lifecycle.ts";
import { bucketObjectOperations } from "./routes/bucket-object.ts";
import { dnsRecordOperations } from "./routes/dns-record.ts";
import { pagesDeploymentOperations } from "./routes/pages-deployment.ts";
import { pagesDomainOperations } from "./routes/pages-domain.ts";
import { pagesProjectOperations } from "./routes/pages-project.ts";
import { tokenOperations } from "./routes/token.ts";
import { emptyState } from "./store.ts";

const operations = [
  ...accountOperations,
  ...bucketOperations,
  ...bucketCorsOperations,
  ...bucketLifecycleOperations,
  ...bucketDomainOperations,
  ...bucketObjectOperations,
  ...pagesProjectOperations,
  ...pagesDomainOperations,
  ...pagesDeploymentOperations,
  ...tokenOperations,
  ...dnsRecordOperations,
].map((operation) => ({ ...operation, path: `/client/v4${operation.path}` }));

/**
 * Cloudflare's v4 API, as far as R2 buckets, Pages projects, API tokens and DNS records go. Point a client at it with
 * `CLOUDFLARE_BASE_URL=<url>/client/v4/`.
 */
export const cloudflareCloud: Cloud<CloudflareState> = {
  name: "cloudflare",
  empty: emptyState,
  operations,
  authenticate,
  failure: failureShape,
  rateLimits,
  budgetHeaders,
  notServed,
  declined,
};

/** 400, not 404: a provider takes a 404 on a read for a resource that is gone. */
function notServed({ method, path }: { method: string; path: string }): CloudResponse {
  const nearest = nearestRoute(operations, method, path);
  return refuse(400, 7003, `Could not route to ${method} ${path}. The nearest served route is ${nearest}.`);
}
