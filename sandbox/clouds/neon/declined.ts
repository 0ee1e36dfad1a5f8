const branch = "/projects/{project_id}/branches/{branch_id}";

/** Calls of Neon's API that are deliberately not served. A method of `*` is every method, a final `*` all that lies below. */
export const declined = [
  { call: "* /api_keys*", reason: "the one key is the sandbox's own; a person makes keys by hand" },
  {
    call: "* /organizations/{org_id}/api_keys*",
    reason: "the one key is the sandbox's own; a person makes keys by hand",
  },
  { call: "* /organizations/{org_id}/billing/*", reason: "nothing costs anything here" },
  { call: "* /consumption_history/*", reason: "nothing is consumed here" },
  { call: "* /organizations/{org_id}/members*", reason: "who belongs to an organization is set up by hand" },
  { call: "* /organizations/{org_id}/invitations", reason: "who belongs to an organization is set up by hand" },
  { call: "* /projects/{project_id}/permissions*", reason: "there is one account, to which everything belongs" },
  { call: "* /projects/{project_id}/transfer_requests*", reason: "there is one account, to which everything belongs" },
  { call: "POST /users/me/projects/transfer", reason: "a project stays in the organization it was declared in" },
  {
    call: "POST /organizations/{source_org_id}/projects/transfer",
    reason: "a project stays in the organization it was declared in",
  },
  { call: "* /organizations/{org_id}/vpc/*", reason: "private networking is declared nowhere" },
  { call: "* /projects/{project_id}/vpc_endpoints*", reason: "private networking is declared nowhere" },
  { call: "* /projects/{project_id}/jwks*", reason: "the Data API and Neon Auth are declared nowhere" },
  { call: "* /projects/auth/*", reason: "the Data API and Neon Auth are declared nowhere" },
  { call: "* /projects/{project_id}/auth/*", reason: "the Data API and Neon Auth are declared nowhere" },
  { call: `* ${branch}/auth*`, reason: "the Data API and Neon Auth are declared nowhere" },
  { call: `* ${branch}/data-api/*`, reason: "the Data API and Neon Auth are declared nowhere" },
  { call: "GET /projects/{project_id}/advisors", reason: "it reads a running Postgres; there is none" },
  {
    call: "GET /projects/{project_id}/available_preload_libraries",
    reason: "it reads a running Postgres; there is none",
  },
  { call: `GET ${branch}/schema`, reason: "it reads a running Postgres; there is none" },
  { call: `GET ${branch}/compare_schema`, reason: "it reads a running Postgres; there is none" },
  { call: "POST /projects/{project_id}/branch_anonymized", reason: "there is no data to mask" },
  { call: `* ${branch}/masking_rules`, reason: "there is no data to mask" },
  { call: `GET ${branch}/anonymized_status`, reason: "there is no data to mask" },
  { call: `POST ${branch}/anonymize`, reason: "there is no data to mask" },
  { call: `POST ${branch}/recover`, reason: "a soft-deleted branch is a preview feature that not every account has" },
  { call: `POST ${branch}/finalize_restore`, reason: "snapshots hold data; there is none" },
  { call: `POST ${branch}/snapshot`, reason: "snapshots hold data; there is none" },
  { call: "* /projects/{project_id}/snapshots*", reason: "snapshots hold data; there is none" },
  { call: `* ${branch}/backup_schedule`, reason: "snapshots hold data; there is none" },
  {
    call: `* ${branch}/buckets*`,
    reason: "the object storage, gateway and functions of a branch are declared nowhere",
  },
  {
    call: `GET ${branch}/storage`,
    reason: "the object storage, gateway and functions of a branch are declared nowhere",
  },
  {
    call: `GET ${branch}/ai_gateway`,
    reason: "the object storage, gateway and functions of a branch are declared nowhere",
  },
  {
    call: `* ${branch}/credentials*`,
    reason: "the object storage, gateway and functions of a branch are declared nowhere",
  },
  {
    call: `* ${branch}/functions*`,
    reason: "the object storage, gateway and functions of a branch are declared nowhere",
  },
] as const;
