import type { CloudflareState } from "../../../../sandbox/clouds/cloudflare/entities.ts";
import { cloudflareCloud } from "../../../../sandbox/clouds/cloudflare/index.ts";
import { fetchHeldTo } from "../../../contract/fetch.ts";
import { loadContract } from "../../../contract/openapi.ts";
import { account, otherAccount, type StartedCloud, startCloud, tokens, zone } from "../../../stage/clouds.ts";

export { account, otherAccount, zone };
export const token = tokens.cloudflare;

const contract = loadContract("cloudflare.openapi.json", {
  deviations: {
    "GET /accounts": "wrangler and the clients' own checks ask; the document holds the program's resources only",
    "GET /accounts/{account_id}": "as above",
    "GET /user": "as above",
    "GET /memberships": "as above",
    "GET /zones": "as above",
    "GET /zones/{zone_id}": "as above",
    "PUT /accounts/{account_id}/r2/buckets/{bucket_name}/objects/{object_key}":
      "in npm cloudflare 7.3.0; a bucket must be able to be not empty",
    "PUT /accounts/{account_id}/r2/buckets/{bucket_name}/objects/{object_key}/{more}": "as above",
    "GET /accounts/{account_id}/r2/buckets/{bucket_name}/objects": "as above",
    "DELETE /accounts/{account_id}/r2/buckets/{bucket_name}/objects/{object_key}": "as above",
    "DELETE /accounts/{account_id}/r2/buckets/{bucket_name}/objects/{object_key}/{more}": "as above",
    "POST /accounts/{account_id}/pages/projects/{project_name}/deployments":
      "multipart in npm cloudflare 7.3.0; the document has JSON calls only",
    "PUT /accounts/{account_id}/r2/buckets/{bucket_name}/cors request": "the provider sends rules: null for none",
    "PATCH /accounts/{account_id}/pages/projects/{project_name} request":
      "the provider sends an env_vars entry without type when only its value changed",
    "PUT /zones/{zone_id}/dns_records/{dns_record_id} request": "the provider sends comment: null for none",
    "GET /accounts/{account_id}/r2/buckets/{bucket_name}/sippy": "stands for every call that is not served",
    "PUT /accounts/{account_id}/tokens/{token_id}/value request": "the empty object is the body; the document has none",
    "* * 429": "code 971 of Cloudflare's own docs is below the document's least code",
    "* * 500": "the document has 4XX for every refusal",
    "* * 503": "as above",
  },
});

export interface Answer<Result> {
  readonly status: number;
  readonly body: {
    readonly success: boolean;
    readonly errors: readonly { readonly code: number; readonly message: string }[];
    readonly messages: readonly unknown[];
    readonly result: Result;
    readonly result_info?: object;
  };
  readonly headers: Headers;
}

/** The emulated Cloudflare until the test is over. */
export interface Served extends StartedCloud<CloudflareState> {
  /** `fetch` that also holds every JSON exchange against Cloudflare's OpenAPI document. */
  readonly fetch: typeof fetch;
  /** A call below `/client/v4` with the token, unless `headers` has another. */
  readonly send: <Result = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<Result>>;
}

export async function serveCloudflare(): Promise<Served> {
  const cloud = await startCloud(cloudflareCloud);
  const send: Served["send"] = async (method, path, body, headers = {}) => {
    const response = await checkedFetch(`${cloud.url}/client/v4${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()), headers: response.headers };
  };
  return { ...cloud, fetch: checkedFetch, send };
}

const checkedFetch = fetchHeldTo(contract, lowerCaseLocation);

/** R2 answers a location in upper case (R2 docs, Data location), where the document has it in lower case. */
function lowerCaseLocation(key: string, value: unknown): unknown {
  return key === "location" && typeof value === "string" ? value.toLowerCase() : value;
}
