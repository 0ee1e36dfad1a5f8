import sodium from "libsodium-wrappers";
import type { GithubState } from "../../../../sandbox/clouds/github/entities.ts";
import { githubCloud } from "../../../../sandbox/clouds/github/index.ts";
import { fetchHeldTo } from "../../../contract/fetch.ts";
import { loadContract } from "../../../contract/openapi.ts";
import { type StartedCloud, startCloud, tokens } from "../../../stage/clouds.ts";

export const token = tokens.github;

/** Paths of GitHub's own API that the document may leave out, for it was cut to what the provider calls. */
const beyondTheDocument = [
  "GET /users/{username}",
  ...["GET", "POST"].flatMap((method) =>
    ["labels", "issues", "pulls", "deployments"].map((noun) => `${method} /repos/{owner}/{repo}/${noun}`),
  ),
  ...["GET", "DELETE"].map((method) => `${method} /repos/{owner}/{repo}/labels/{name}`),
  ...["GET", "PATCH"].map((method) => `${method} /repos/{owner}/{repo}/issues/{issue_number}`),
  ...["GET", "POST", "PUT"].map((method) => `${method} /repos/{owner}/{repo}/issues/{issue_number}/labels`),
  "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
  ...["GET", "POST"].map((method) => `${method} /repos/{owner}/{repo}/issues/{issue_number}/comments`),
  ...["GET", "PATCH", "DELETE"].map((method) => `${method} /repos/{owner}/{repo}/issues/comments/{comment_id}`),
  "GET /repos/{owner}/{repo}/pulls/{pull_number}",
  "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge",
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
  "GET /repos/{owner}/{repo}/actions/artifacts",
  "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}",
  "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
  "GET /repos/{owner}/{repo}/deployments/{deployment_id}",
  ...["GET", "POST"].map((method) => `${method} /repos/{owner}/{repo}/deployments/{deployment_id}/statuses`),
  "GET /repositories/{repository_id}/environments/{environment_name}/secrets",
  "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules",
];

const contract = loadContract("github.openapi.json", {
  basePath: "/api/v3",
  deviations: {
    ...Object.fromEntries(beyondTheDocument.map((call) => [call, "the document was cut to what the provider calls"])),
    "PUT /repos/{owner}/{repo}/environments/{environment_name} request":
      "the provider sends can_admins_bypass, which the closed object of the document does not have",
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
