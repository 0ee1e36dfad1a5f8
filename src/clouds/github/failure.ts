import { CloudError, type CloudFailure } from "../cloud-error.ts";
import { hideSecrets } from "../hide-secrets.ts";
import { type Headers, rateLimitMs } from "./rate-limit.ts";

/** What Octokit rejects with, as far as it is read here. Without an answer there is no `response`, and `status` is a made-up 500. */
interface HttpError {
  readonly message: string;
  readonly status: number;
  readonly response?: { readonly data: unknown; readonly headers: Headers };
}

/** What was being done, with what. */
export type Subject = Pick<CloudFailure, "action" | "method" | "path">;

/** What Octokit rejects with, as a CloudError without the token. What is no rejection of it comes back as it is. */
export function toCloudError(error: unknown, subject: Subject, token: string): unknown {
  if (!isHttpError(error)) return error;
  const hide = (text: string) => hideSecrets(text, [token]).slice(0, 500);
  const { response, status } = error;
  if (!response) return unanswered(subject, hide(error.message));
  const { headers } = response;
  const said = hide(words(response.data));
  const waitMs = rateLimitMs(status, headers, said);
  return new CloudError({
    vendor: "GitHub",
    ...subject,
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

/** Nothing came back, or not all of it: GitHub may have done the work. */
export function unanswered(subject: Subject, said: string): CloudError {
  return new CloudError({
    vendor: "GitHub",
    ...subject,
    said,
    fix: "check the network, https://www.githubstatus.com, and GITHUB_BASE_URL and GITHUB_API_URL if they are set",
  });
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
  if (status === 401) return "set GH_TOKEN (else GITHUB_TOKEN is taken) to a live token of the repository";
  if (status === 403) {
    const needed = accepted === "" ? "the permission it lacks" : `the permission ${accepted.replaceAll("=", ": ")}`;
    return `give the token in GH_TOKEN (else GITHUB_TOKEN) ${needed}, in a workflow under "permissions"`;
  }
  // "a 404 Not Found response instead of a 403" for what the token may not see (GitHub docs, Troubleshooting the REST API).
  if (status === 404) return `see that ${path} exists and that the token in GH_TOKEN (else GITHUB_TOKEN) may see it`;
  return undefined;
}
