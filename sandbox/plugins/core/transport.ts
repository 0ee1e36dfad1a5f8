import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "./refusal.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface HttpRequest {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. Without one there is neither a body nor a content type. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Milliseconds to wait before a request is repeated, or `undefined` when the outcome is final. Without an answer the
 * connection failed. `repeats` counts from 0.
 */
export type RetryRule = (answer: HttpAnswer | undefined, repeats: number) => number | undefined;

/**
 * Sends a request until `rule` calls the outcome final.
 * @returns the answer, whatever its status
 * @throws Error when no answer came, and what aborted `signal`
 */
export async function send(request: HttpRequest, rule: RetryRule): Promise<HttpAnswer> {
  for (let repeats = 0; ; repeats++) {
    const outcome = await attempt(request);
    const waitMs = rule(outcome instanceof Error ? undefined : outcome, repeats);
    if (waitMs !== undefined) await sleep(waitMs, undefined, { signal: request.signal });
    else if (outcome instanceof Error) throw outcome;
    else return outcome;
  }
}

/** `Retry-After` in either of its forms, as milliseconds from now. */
export function retryAfterMs(headers: Headers): number | undefined {
  const header = headers.get("retry-after");
  if (!header) return undefined;
  const at = Number.isFinite(Number(header)) ? Date.now() + Number(header) * 1000 : Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

async function attempt({ method, url, headers, body, signal }: HttpRequest): Promise<HttpAnswer | Error> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  // A write that is redirected would be sent again as a GET.
  const redirect = method === "GET" ? "follow" : "manual";
  try {
    const response = await fetch(url, { method, headers: { ...headers, ...type }, ...content, redirect, signal });
    const { status, statusText } = response;
    return { status, statusText, headers: response.headers, text: await response.text() };
  } catch (error) {
    signal.throwIfAborted();
    return new Refusal(`${method} "${url}": ${describeCause(error)}`);
  }
}

/** `fetch` says only "fetch failed"; the reason is its cause. */
function describeCause(error: unknown): string {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? String(error);
}
