import { type Held, partsOf, type Read, type ReadsOf, segment } from "./read.ts";

/** Of a Pages project: every deployment moves these. */
const ofProject = ["latest_deployment", "canonical_deployment", "uses_functions"];

/** Of a token: every call with it moves this. */
const ofToken = ["last_used_on"];

/** The most of one page (Cloudflare's OpenAPI document, "List Tokens"). */
const PAGE = 50;

const account = (id: string, ...below: string[]) => ["", "accounts", id, ...below].join("/");

function bucket(held: Held, name: string, ...below: string[]): Read {
  const jurisdiction = held.inputs?.["jurisdiction"];
  const elsewhere = typeof jurisdiction === "string" && jurisdiction !== "default";
  return {
    vendor: "cloudflare",
    path: account(segment(held, "accountId"), "r2", "buckets", segment(held, name), ...below),
    ...(elsewhere && { headers: { "cf-r2-jurisdiction": jurisdiction } }),
  };
}

const pages = (id: string, name: string, ...below: string[]): Read => ({
  vendor: "cloudflare",
  path: account(id, "pages", "projects", name, ...below),
  moving: ofProject,
});

const ofSlot: ReadsOf = ({ id }) => {
  const [accountId = "", project = ""] = partsOf(id);
  return [pages(accountId, project)];
};

/** https://developers.cloudflare.com/api */
export const cloudflareReads: { readonly [type: string]: ReadsOf } = {
  "parity:pages:Variables": ofSlot,
  "parity:pages:Compatibility": ofSlot,
  "parity:pages:ProductionBranch": ofSlot,
  "parity:r2:Credentials": (held) => [
    {
      vendor: "cloudflare",
      path: `${account(segment(held, "accountId"), "tokens")}?page=1&per_page=${PAGE}`,
      moving: ofToken,
      isWhole: (answer) => ((answer as { result?: unknown[] } | undefined)?.result?.length ?? PAGE) < PAGE,
    },
  ],
  "cloudflare:index/r2Bucket:R2Bucket": (held) => [bucket(held, "name")],
  "cloudflare:index/r2BucketCors:R2BucketCors": (held) => [bucket(held, "bucketName", "cors")],
  "cloudflare:index/r2BucketLifecycle:R2BucketLifecycle": (held) => [bucket(held, "bucketName", "lifecycle")],
  // Its plugin reads nothing back, so that a refresh does not either.
  "cloudflare:index/r2ManagedDomain:R2ManagedDomain": () => [],
  "cloudflare:index/r2CustomDomain:R2CustomDomain": (held) => [
    bucket(held, "bucketName", "domains", "custom", segment(held, "domain")),
  ],
  "cloudflare:index/pagesProject:PagesProject": (held) => [pages(segment(held, "accountId"), segment(held, "name"))],
  "cloudflare:index/pagesDomain:PagesDomain": (held) => [
    pages(segment(held, "accountId"), segment(held, "projectName"), "domains", segment(held, "name")),
  ],
  "cloudflare:index/dnsRecord:DnsRecord": (held) => [
    {
      vendor: "cloudflare",
      path: ["", "zones", segment(held, "zoneId"), "dns_records", encodeURIComponent(held.id)].join("/"),
    },
  ],
};
