import type { CloudResponse, FailureShape } from "../core/cloud.ts";

/** Where a list stands. Extra members of one product, such as R2's `cursor`, go in as they are. */
interface ResultInfo {
  readonly [key: string]: number | string;
}

/** 200 with `result` in Cloudflare's envelope. */
export function answer(result: unknown, resultInfo?: ResultInfo): CloudResponse {
  const envelope = { success: true, errors: [], messages: [], result };
  return { status: 200, body: resultInfo ? { ...envelope, result_info: resultInfo } : envelope };
}

/**
 * A refusal in Cloudflare's envelope. cloudflare-go repeats a 409 and every 5xx ten times, POST included; its header
 * `x-should-retry` (internal/requestconfig) tells it that this answer is final.
 */
export function refuse(status: number, code: number, message: string, more: object = {}): CloudResponse {
  const isFinal = status === 409 || status >= 500;
  return {
    status,
    body: { success: false, errors: [{ code, message, ...more }], messages: [], result: null },
    ...(isFinal && { headers: { "x-should-retry": "false" } }),
  };
}

/** One page of a list with the `result_info` that goes with it. `per_page` defaults to `size` and is at most 100. */
export function answerPage(items: readonly unknown[], query: URLSearchParams, size = 20): CloudResponse {
  const page = Math.max(1, Number(query.get("page") ?? 1) || 1);
  const perPage = Math.min(100, Math.max(1, Number(query.get("per_page") ?? size) || size));
  const shown = items.slice((page - 1) * perPage, page * perPage);
  return answer(shown, {
    page,
    per_page: perPage,
    count: shown.length,
    total_count: items.length,
    total_pages: Math.ceil(items.length / perPage),
  });
}

/** R2 has codes of its own (R2 docs, Error codes); the rest of v4 shares a few. */
const failureCodes: { readonly [product: string]: { readonly [status: number]: [code: number, message: string] } } = {
  r2: {
    401: [10002, "Unauthorized"],
    403: [10003, "Access Denied"],
    429: [10058, "Too many requests"],
    503: [10043, "Service unavailable"],
  },
  v4: {
    401: [10000, "Authentication error"],
    403: [9109, "Unauthorized to access requested resource"],
    429: [971, "Please wait and consider throttling your request speed"],
    500: [8000000, "An unknown error occurred. Contact your account team or Cloudflare support."],
  },
};

export const failureShape: FailureShape = (status, { path }) => {
  const product = path.includes("/r2/") ? "r2" : "v4";
  const [code, message] = failureCodes[product]?.[status] ?? [10001, "Internal error"];
  return refuse(status, code, message);
};
