import type { CloudResponse, FailureShape } from "../core/cloud.ts";
import type { GithubRequest } from "./entities.ts";

/** A success. Without a body nothing is sent, as with 204. */
export function answer(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): CloudResponse {
  return { status, ...(body !== undefined && { body }), ...(headers && { headers }) };
}

/** A refusal in GitHub's form; go-github prints `message` and `errors`. */
export function refuse(
  status: number,
  message: string,
  more: { readonly errors?: readonly object[]; readonly documentation_url?: string } = {},
): CloudResponse {
  const documentation_url = "https://docs.github.com/rest";
  return answer(status, { message, documentation_url, status: String(status), ...more });
}

/** 422 for one field of a resource, such as `{ resource: "Issue", field: "title", code: "missing_field" }`. */
export function refuseInvalid(resource: string, field: string, code: string, message?: string): CloudResponse {
  return refuse(422, "Validation Failed", { errors: [{ resource, field, code, ...(message && { message }) }] });
}

export function notFound(): CloudResponse {
  return refuse(404, "Not Found");
}

/**
 * One page of a list with its `Link` header. `size` is the default of `per_page`; more than 100 gives 100.
 * `wrap` makes the body of the items shown, for lists that answer an object.
 */
export function answerPage(
  request: GithubRequest,
  items: readonly unknown[],
  { size = 30, wrap = (shown) => shown }: { size?: number; wrap?: (shown: readonly unknown[]) => unknown } = {},
): CloudResponse {
  const { query } = request;
  const perPage = Math.min(100, Math.max(1, Number(query.get("per_page") ?? size) || size));
  const page = Math.max(1, Number(query.get("page") ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const link = (rel: string, to: number): string => {
    const url = new URL(request.url, webUrl(request));
    url.searchParams.set("page", String(to));
    return `<${url}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link("prev", page - 1)] : []),
    ...(page < last ? [link("next", page + 1), link("last", last)] : []),
    ...(page > 1 ? [link("first", 1)] : []),
  ];
  const shown = items.slice((page - 1) * perPage, page * perPage);
  return answer(200, wrap(shown), links.length > 0 ? { link: links.join(", ") } : undefined);
}

/** Where the emulated GitHub's pages would be: the address the caller used. */
export function webUrl({ headers }: GithubRequest): string {
  return `http://${headers.host}`;
}

/** GitHub Enterprise Server keeps its REST API under `/api/v3`. */
export function apiUrl(request: GithubRequest): string {
  return `${webUrl(request)}/api/v3`;
}

/** Node ids are opaque; GitHub's own begin with letters for the kind. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(String(id)).toString("base64url")}`;
}

/** The hour's budget, which is never used up here: clients stop at a remaining of 0 until `reset`. */
export function rateLimit(): { limit: number; remaining: number; used: number; reset: number } {
  return { limit: 5000, remaining: 4999, used: 1, reset: Math.floor(Date.now() / 1000) + 3600 };
}

/** On every answer, whatever its status. */
export function rateLimitHeaders(): Record<string, string> {
  const headers = Object.entries(rateLimit()).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]);
  return { ...Object.fromEntries(headers), "x-ratelimit-resource": "core" };
}

const messages: { readonly [status: number]: string } = {
  401: "Bad credentials",
  403: "Resource not accessible by personal access token",
  404: "Not Found",
  422: "Validation Failed",
};

/** 429 is the secondary limit, which go-github knows by the end of `documentation_url` and repeats at once without a delay. */
export const failureShape: FailureShape = (status) => {
  if (status !== 429) return refuse(status, messages[status] ?? "Server Error");
  const page = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits";
  const refusal = refuse(429, "You have exceeded a secondary rate limit.", { documentation_url: page });
  return { ...refusal, headers: { ...refusal.headers, "retry-after": "1" } };
};
