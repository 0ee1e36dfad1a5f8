import { z } from "zod";
import type { CloudResponse, JsonObject } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import type { Bucket, CloudflareOperation, CloudflareRequest } from "../entities.ts";
import { answer, refuse } from "../envelope.ts";
import { findRecords, findZoneOf, removeRecord, withBucket } from "../store.ts";
import { publicHost } from "./bucket.ts";
import { addRecord } from "./dns-record-settings.ts";

const custom = "/accounts/:account/r2/buckets/:bucket/domains/custom";
const managed = "/accounts/:account/r2/buckets/:bucket/domains/managed";

const settings = {
  enabled: z.boolean(),
  minTLS: z.enum(["1.0", "1.1", "1.2", "1.3"]),
  ciphers: z.array(z.string()),
};
const newDomain = z
  .object({ domain: z.string().toLowerCase(), zoneId: z.string(), ...settings })
  .partial({ minTLS: true, ciphers: true });
const changedDomain = z.object(settings).partial();
const publicAccess = z.object({ enabled: z.boolean() });

export const bucketDomainOperations: readonly CloudflareOperation[] = [
  { name: "cloudflare.addBucketDomain", method: "POST", path: custom, handle: withBucket(addDomain) },
  {
    name: "cloudflare.listBucketDomains",
    method: "GET",
    path: custom,
    handle: withBucket(({ customDomains }, request) =>
      answer({ domains: Object.values(customDomains).map((domain) => describeDomain(domain, request)) }),
    ),
  },
  {
    name: "cloudflare.getBucketDomain",
    method: "GET",
    path: `${custom}/:domain`,
    handle: withDomain((domain, request) => answer(describeDomain(domain, request))),
  },
  {
    name: "cloudflare.updateBucketDomain",
    method: "PUT",
    path: `${custom}/:domain`,
    handle: withDomain((domain, request) => {
      const body = changedDomain.safeParse(request.body);
      if (!body.success) return refuse(400, 10021, "The domain settings are invalid.");
      Object.assign(domain, body.data);
      const { zoneId: _, ...shown } = domain;
      return answer(shown);
    }),
  },
  {
    name: "cloudflare.removeBucketDomain",
    method: "DELETE",
    path: `${custom}/:domain`,
    handle: withBucket((bucket, request) => {
      const domain = param(request, "domain");
      if (!bucket.customDomains[domain]) return refuseUnknownDomain();
      delete bucket.customDomains[domain];
      removeRecord(request.state, domain, publicHost);
      return answer({ domain });
    }),
  },
  {
    name: "cloudflare.putBucketManagedDomain",
    method: "PUT",
    path: managed,
    handle: withBucket((bucket, request) => {
      const body = publicAccess.safeParse(request.body);
      if (!body.success) return refuse(400, 10021, "enabled is missing.");
      bucket.isPublic = body.data.enabled;
      return answer(describeManagedDomain(bucket));
    }),
  },
  {
    name: "cloudflare.getBucketManagedDomain",
    method: "GET",
    path: managed,
    handle: withBucket((bucket) => answer(describeManagedDomain(bucket))),
  },
];

function addDomain(bucket: Bucket, request: CloudflareRequest): CloudResponse {
  const body = newDomain.safeParse(request.body);
  if (!body.success) return refuse(400, 10021, "The domain settings are invalid.");
  const { domain, zoneId } = body.data;
  const zone = findZoneOf(request.state, domain);
  // The zone must be in the bucket's own account (R2 docs, Public buckets).
  if (zone?.id !== zoneId || zone.account !== param(request, "account")) {
    return refuse(400, 10021, `The zone ${zoneId} of this account does not hold ${domain}.`);
  }
  if (findRecords(request.state, domain).length > 0) {
    return refuse(409, 10021, `${domain} already has a DNS record.`);
  }
  bucket.customDomains[domain] = { ...(body.data as JsonObject) };
  // R2 makes the record (R2 docs, Public buckets); a second one for the same host then meets a conflict.
  addRecord(request, zone, { type: "CNAME", name: domain, content: publicHost, ttl: 1, proxied: true });
  return answer(bucket.customDomains[domain]);
}

function withDomain(handle: (domain: JsonObject, request: CloudflareRequest) => CloudResponse) {
  return withBucket((bucket, request) => {
    const domain = bucket.customDomains[param(request, "domain")];
    return domain ? handle(domain, request) : refuseUnknownDomain();
  });
}

function refuseUnknownDomain(): CloudResponse {
  return refuse(404, 10006, "The specified custom domain does not exist.");
}

function describeDomain(domain: JsonObject, request: CloudflareRequest): JsonObject {
  const zone = request.state.zones.find(({ id }) => id === domain["zoneId"]);
  return { ...domain, status: { ownership: "active", ssl: "active" }, zoneName: zone?.name ?? "" };
}

function describeManagedDomain({ id, isPublic }: Bucket): JsonObject {
  return { bucketId: id, domain: `pub-${id}.r2.dev`, enabled: isPublic };
}
