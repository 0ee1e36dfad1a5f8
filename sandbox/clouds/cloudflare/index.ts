import type { Cloud, CloudResponse } from "../core/cloud.ts";
import { nearestRoute } from "../core/router.ts";
import { accountOperations } from "./account.ts";
import { authenticate } from "./authentication.ts";
import { bucketOperations } from "./bucket.ts";
import { bucketCorsOperations } from "./bucket-cors.ts";
import { bucketDomainOperations } from "./bucket-domain.ts";
import { bucketLifecycleOperations } from "./bucket-lifecycle.ts";
import { bucketObjectOperations } from "./bucket-object.ts";
import { declined } from "./declined.ts";
import { dnsRecordOperations } from "./dns-record-operations.ts";
import { failureShape, refuse } from "./envelope.ts";
import { pagesDeploymentOperations } from "./pages-deployment-operations.ts";
import { pagesDomainOperations } from "./pages-domain.ts";
import { pagesProjectOperations } from "./pages-project-operations.ts";
import { type CloudflareState, emptyState } from "./state.ts";
import { tokenOperations } from "./token-operations.ts";

export type { CloudflareState } from "./state.ts";

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
  notServed,
  declined,
};

/** 400, not 404: a provider takes a 404 on a read for a resource that is gone. */
function notServed({ method, path }: { method: string; path: string }): CloudResponse {
  const nearest = nearestRoute(operations, method, path);
  return refuse(400, 7003, `Could not route to ${method} ${path}. The nearest served route is ${nearest}.`);
}
