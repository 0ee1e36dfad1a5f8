import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudflareCloud } from "../../../../sandbox/clouds/cloudflare/index.ts";
import type { Seed } from "../../../../sandbox/clouds/core/cloud.ts";
import type { Fault } from "../../../../sandbox/clouds/core/faults.ts";
import { Journal } from "../../../../sandbox/clouds/core/journal.ts";
import { serveCloud } from "../../../../sandbox/clouds/core/server.ts";
import { Store } from "../../../../sandbox/clouds/core/store.ts";
import { loadContract } from "../../../contract/openapi.ts";

export const account = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
export const otherAccount = "ffffffffffffffffffffffffffffffff";
export const zone = "00112233445566778899aabbccddeeff";
export const token = "cloudflare-token-of-the-test-00000000000";

const seed: Seed = {
  tokens: { fly: "", neon: "", cloudflare: token, github: "" },
  flyOrganizations: [],
  neonOrganizations: [],
  cloudflareAccounts: [account, otherAccount],
  cloudflareZones: [{ id: zone, name: "plyr.fm", account }],
  githubRepositories: [],
};

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
    "GET /accounts/{account_id}/r2/buckets/{bucket_name}/objects": "as above",
    "DELETE /accounts/{account_id}/r2/buckets/{bucket_name}/objects/{object_key}": "as above",
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

/** The emulated Cloudflare on a free port with a state file of its own. */
export interface Served {
  readonly url: string;
  readonly faults: Fault[];
  /** `fetch` that also holds every JSON exchange against Cloudflare's OpenAPI document. */
  readonly fetch: typeof fetch;
  /** A call below `/client/v4` with the operator's token, unless `headers` has another. */
  readonly send: <Result = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<Result>>;
  /** The state file's text. */
  readonly readState: () => string;
  readonly readJournal: () => string;
  readonly close: () => void;
}

export async function serveCloudflare(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "cloudflare-"));
  const files = { state: join(folder, "state.json"), journal: join(folder, "journal.jsonl") };
  const faults: Fault[] = [];
  const store = new Store(cloudflareCloud, files.state, seed);
  const serving = { cloud: cloudflareCloud, store, journal: new Journal(files.journal), faults };
  const { url, server }: { url: string; server: Server } = await serveCloud(serving);
  const send: Served["send"] = async (method, path, body, headers = {}) => {
    const response = await checkedFetch(`${url}/client/v4${path}`, {
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
  return {
    url,
    faults,
    fetch: checkedFetch,
    send,
    readState: () => readFileSync(files.state, "utf8"),
    readJournal: () => readFileSync(files.journal, "utf8"),
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}

const checkedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const text = await response.clone().text();
  const violations = contract?.check({
    method: init?.method ?? "GET",
    path: new URL(input instanceof Request ? input.url : input).pathname,
    requestBody: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
    status: response.status,
    responseBody: text === "" ? undefined : JSON.parse(text, lowerCaseLocation),
  });
  if (violations && violations.length > 0) throw new Error(violations.join("\n"));
  return response;
};

/** R2 answers a location in upper case (R2 docs, Data location), where the document has it in lower case. */
function lowerCaseLocation(key: string, value: unknown): unknown {
  return key === "location" && typeof value === "string" ? value.toLowerCase() : value;
}
