/** Calls of Cloudflare's API that are deliberately not served. */
export const declined = [
  { call: "GET /accounts/{account_id}/r2/buckets/{bucket_name}/objects/{object_key}", reason: "contents are not kept" },
  { call: "POST /graphql", reason: "analytics: nothing here is measured" },
  {
    call: "* https://{account_id}.r2.cloudflarestorage.com/…",
    reason: "the S3 side of R2 is another host and protocol; nothing that is declared here reads or writes objects",
  },
  { call: "POST /accounts/{account_id}/r2/temp-access-credentials", reason: "they are of use on the S3 side only" },
  {
    call: "* /accounts/{account_id}/r2/buckets/{bucket_name}/lock, /sippy, /event-notifications, /metrics",
    reason: "no resource of the program configures them",
  },
  {
    call: "* /accounts/{account_id}/pages/projects/{project_name}/upload-token, /pages/assets/*",
    reason: "a direct upload's files are not kept: a deployment is its metadata and the variables it was made with",
  },
  {
    call: "DELETE|POST /accounts/{account_id}/pages/projects/{project_name}/deployments/{deployment_id}, …/rollback",
    reason: "no resource of the program removes or rolls back a deployment",
  },
  {
    call: "POST|PATCH|DELETE /zones",
    reason: "zones are set up by hand; the sandbox takes them from the system's config",
  },
  {
    call: "* /zones/{zone_id}/dns_records/batch, /import, /export, /scan",
    reason: "records are made one by one",
  },
] as const;
