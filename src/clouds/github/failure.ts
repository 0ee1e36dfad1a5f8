import { renewal } from "../../vendors/credential.ts";
import { githubCommandCredential } from "../../vendors/github/token.ts";
import type { Subject } from "../call/cloud-error.ts";
import type { Refusals } from "../call/refusals.ts";
import { type Headers, rateLimitMs } from "./rate-limit.ts";

/** What Octokit rejects with, as far as it is read here. Without an answer there is no `response`, and `status` is a made-up 500. */
interface HttpError {
  readonly message: string;
  readonly status: number;
  readonly response?: { readonly data: unknown; readonly headers: Headers };
}

/** What Octokit rejects with, as a CloudError. What is not one (a mistake of ours) comes back as it is. */
export function toCloudError(error: unknown, subject: Subject, refusals: Refusals): unknown {
  if (!isHttpError(error)) return error;
  const { response, status } = error;
  if (!response) return refusals.silent(subject, error.message);
  const { headers } = response;
  const said = words(response.data);
  const waitMs = rateLimitMs(status, headers, said);
  return refusals.refused(subject, {
    status,
    said,
    requestId: headers["x-github-request-id"]?.toString(),
    retryAfterMs: waitMs,
    fix:
      waitMs === undefined
        ? adviceFor(status, subject, String(headers["x-accepted-github-permissions"] ?? ""))
        : "wait until the limit has passed, then run it again: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api",
  });
}

/** By the class's name, for it is in a package below Octokit. */
function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && error.name === "HttpError" && "status" in error;
}

/** `basic-error` and `validation-error` of GitHub's OpenAPI document: the reason is in `message`, the fields in `errors`. */
function words(data: unknown): string {
  if (typeof data !== "object" || data === null) return "the answer is not JSON";
  const { message, errors } = data as { readonly message?: unknown; readonly errors?: unknown };
  const details = (Array.isArray(errors) ? errors : []).map((error: unknown) => {
    if (typeof error === "string") return error;
    const { field, code, message: why } = (error ?? {}) as Readonly<Record<string, unknown>>;
    return String(why ?? `${field} ${code}`);
  });
  return [typeof message === "string" ? message : "the answer gives no reason", ...details].join("; ");
}

function adviceFor(status: number, { path }: Subject, accepted: string): string | undefined {
  if (status === 401) return renewal(githubCommandCredential, "of the repository");
  if (status === 403) {
    const needed = accepted === "" ? "the permission it lacks" : `the permission ${accepted.replaceAll("=", ": ")}`;
    return `give the token in GH_TOKEN (else GITHUB_TOKEN) ${needed}, in a workflow under "permissions"`;
  }
  // "a 404 Not Found response instead of a 403" for what the token may not see (GitHub docs, Troubleshooting the REST API).
  if (status === 404) return `see that ${path} exists and that the token in GH_TOKEN (else GITHUB_TOKEN) may see it`;
  return undefined;
}
