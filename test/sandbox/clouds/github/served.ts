import { readFileSync } from "node:fs";
import sodium from "libsodium-wrappers";
import type { GithubState } from "../../../../sandbox/clouds/github/entities.ts";
import { githubCloud } from "../../../../sandbox/clouds/github/index.ts";
import { fetchHeldTo } from "../../../contract/fetch.ts";
import { contractOf } from "../../../contract/openapi.ts";
import { type StartedCloud, startCloud, tokens } from "../../../stage/clouds.ts";

export const token = tokens.github;

/** Cut by test/contract/cut.ts from npm `@octokit/openapi` 23.0.2 (MIT), which GitHub publishes. */
const document = new URL("../../../fixtures/contracts/github.openapi.json", import.meta.url);

const contract = contractOf(JSON.parse(readFileSync(document, "utf8")), {
  basePath: "/api/v3",
  deviations: {
    "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules":
      "stands for every call that is not served",
    "PUT /repos/{owner}/{repo}/environments/{environment_name} request":
      "the provider sends can_admins_bypass, which the closed object of the document does not have",
    ...Object.fromEntries(
      ["POST", "PUT"].map((method) => [
        `${method} /repos/{owner}/{repo}/issues/{issue_number}/labels request`,
        "a bare list is taken as well, which earlier documents had",
      ]),
    ),
    ...Object.fromEntries(
      ["target_url", "environment_url", "log_url"].flatMap((field) => {
        const statuses = "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses";
        const why = "empty where there is none, as in the document's own example";
        return [`POST ${statuses} 201 /${field}`, `GET ${statuses} 200 /*/${field}`].map((place) => [place, why]);
      }),
    ),
    ...Object.fromEntries(
      [401, 403, 404, 409, 422, 429, 503].map((status) => [`* * ${status}`, "the document lists few refusals"]),
    ),
  },
});

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** The emulated GitHub until the test is over. */
export interface Served extends StartedCloud<GithubState> {
  /** `fetch` that also holds every exchange against GitHub's OpenAPI document. */
  readonly fetch: typeof fetch;
  /** A call below `/api/v3` with the token, unless `headers` has another. */
  readonly send: <Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
}

export async function serveGithub(): Promise<Served> {
  const cloud = await startCloud(githubCloud);
  const send: Served["send"] = async (method, path, body, headers = {}) => {
    const response = await checkedFetch(`${cloud.url}/api/v3${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      redirect: "manual",
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text), headers: response.headers };
  };
  return { ...cloud, fetch: checkedFetch, send };
}

const checkedFetch = fetchHeldTo(contract);

/** Seals a value as every client does: a libsodium sealed box for the public key, base64. */
export async function seal(key: string, value: string): Promise<string> {
  await sodium.ready;
  const box = sodium.crypto_box_seal(sodium.from_string(value), Buffer.from(key, "base64"));
  return Buffer.from(box).toString("base64");
}
