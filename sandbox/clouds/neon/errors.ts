import type { CloudResponse, FailureShape } from "../core/cloud.ts";
import { digest } from "../core/digest.ts";

/** A call Neon refuses. Thrown before anything is changed; `code` is empty for most of Neon's errors. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = "",
  ) {
    super(message);
  }

  toResponse(requestId: string): CloudResponse {
    const body = { request_id: requestId, code: this.code, message: this.message };
    return { status: this.status, body, headers: { "x-request-id": requestId } };
  }
}

/** Neon's words are known for a branch; the other nouns follow it. */
export function notFound(noun: "project" | "branch" | "endpoint" | "role" | "database" | "operation"): Refusal {
  // guess: the text for every noun but "branch"
  return new Refusal(404, `${noun} not found`);
}

export const unauthenticated = new Refusal(401, "supplied credentials do not pass authentication");

/** 501, which Neon never answers: neonctl takes a 404 for "there is none" and shows an empty difference. */
export function notServed({ method, path }: { readonly method: string; readonly path: string }): CloudResponse {
  const refusal = new Refusal(501, `The sandbox's Neon does not serve ${method} ${path}`);
  return refusal.toResponse(requestIdOf(`${method} ${path}`));
}

export const projectLocked = new Refusal(
  423,
  "project already has running conflicting operations, scheduling of new ones is prohibited",
);

export const branchNotReady = new Refusal(422, "branch not ready yet");

// guess: every text below but the one for 423
const failureTexts: Readonly<Record<number, string>> = {
  404: "branch not found",
  423: projectLocked.message,
  429: "rate limit exceeded",
  500: "internal server error",
  502: "bad gateway",
  503: "service unavailable",
};

/** Neon's error body for a fault. 524 comes from the network edge before Neon, which answers an HTML page. */
export const neonFailure: FailureShape = (status, { path }) => {
  if (status === 524) {
    const page = "<!DOCTYPE html><html><head><title>524: A timeout occurred</title></head><body></body></html>";
    return { status, body: page, headers: { "content-type": "text/html; charset=UTF-8" } };
  }
  return new Refusal(status, failureTexts[status] ?? "request failed").toResponse(requestIdOf(`${status} ${path}`));
};

/** A request id for answers given outside a call, where there is no counter to draw from. */
export function requestIdOf(text: string): string {
  const h = digest(text);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}
