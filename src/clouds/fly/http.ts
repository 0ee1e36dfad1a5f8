import { CloudError, type CloudFailure } from "../cloud-error.ts";
import { hideSecrets } from "../hide-secrets.ts";
import { retryAfterMs, retrying } from "../retry.ts";

export interface FlyRequest {
  /** What is being done, for errors: `create app "plyr-api"`. */
  readonly action: string;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With the version and percent-encoded, such as `/v1/apps/plyr-api/secrets`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether doing it twice is the same as doing it once. Default: true of GET and DELETE only. */
  readonly repeatable?: boolean;
  /** Milliseconds to wait for the answer. Default 60,000. */
  readonly timeoutMs?: number;
  /** Values in the body that no error text may repeat. */
  readonly secrets?: readonly string[];
}

/** One host of Fly and how to be let in. */
export interface FlyHost {
  /** Without a trailing slash and without `/v1`. */
  readonly url: string;
  readonly authorization: string;
  /** Ends every request and every wait between two tries. */
  readonly signal?: AbortSignal | undefined;
}

/** Sends JSON to one host of Fly. Refusals and silence are CloudErrors, tried again as far as `repeatable` allows. */
export class FlyHttp {
  constructor(private readonly host: FlyHost) {}

  /** The parsed body of a 2xx answer; `undefined` when it was empty. */
  async request<T>(request: FlyRequest): Promise<T> {
    const repeatable = request.repeatable ?? (request.method === "GET" || request.method === "DELETE");
    return retrying({ kind: repeatable ? "read" : "write", signal: this.host.signal }, async () => {
      const response = await this.answer(request);
      if (response.ok) return response.body as T;
      throw this.refusal(request, response);
    });
  }

  /** Like `request` for what may not be there: `undefined` for these statuses. Always repeatable. Default: 404. */
  async requestIfPresent<T>(request: FlyRequest, absent: readonly number[] = [404]): Promise<T | undefined> {
    return retrying({ kind: "read", signal: this.host.signal }, async () => {
      const response = await this.answer(request);
      if (response.ok) return response.body as T;
      if (provesAbsence(response, absent)) return undefined;
      throw this.refusal(request, response);
    });
  }

  private async answer(request: FlyRequest): Promise<Answer> {
    const { signal } = this.host;
    const limitMs = request.timeoutMs ?? 60_000;
    const limit = AbortSignal.timeout(limitMs);
    try {
      const response = await fetch(`${this.host.url}${request.path}${queryString(request.query)}`, {
        method: request.method,
        headers: {
          authorization: this.host.authorization,
          accept: "application/json",
          ...(request.body !== undefined && { "content-type": "application/json" }),
          ...request.headers,
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        signal: signal ? AbortSignal.any([limit, signal]) : limit,
      });
      const { ok, status, headers } = response;
      return { ok, status, headers, body: parse(await response.text()) };
    } catch (error) {
      signal?.throwIfAborted();
      const said = limit.aborted ? `no answer within ${limitMs / 1000} s` : causeOf(error);
      throw new CloudError({
        ...subject(request),
        said: this.hide(request, said),
        fix: "check the network, https://status.flyio.net, and FLY_FLAPS_BASE_URL and FLY_API_BASE_URL if they are set",
      });
    }
  }

  private refusal(request: FlyRequest, { status, headers, body }: Answer): CloudError {
    const { said, code } = words(body);
    return new CloudError({
      ...subject(request),
      status,
      code,
      said: this.hide(request, said).slice(0, 300),
      requestId: headers.get("fly-request-id") ?? undefined,
      retryAfterMs: retryAfterMs(headers.get("retry-after")),
      fix: status === 401 ? "set FLY_API_TOKEN to a live token of the organization: fly tokens create org" : undefined,
    });
  }

  private hide({ secrets = [] }: FlyRequest, said: string): string {
    const [, ...tokens] = this.host.authorization.split(/[ ,]+/);
    return hideSecrets(said, [...tokens, ...secrets]);
  }
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

function subject(request: FlyRequest): Pick<CloudFailure, "vendor" | "action" | "method" | "path"> {
  return { vendor: "Fly", action: request.action, method: request.method, path: request.path };
}

/** Fly's upstreams put the reason in `message` or in `error`, and a machine-readable one in `status` (fly-go, handleAPIError). */
function words(body: unknown): { said: string; code: string | undefined } {
  if (typeof body !== "object" || body === null) return { said: String(body ?? ""), code: undefined };
  const { message, error, status } = body as Record<string, unknown>;
  const said = [message, error].find((text) => typeof text === "string" && text !== "");
  return { said: typeof said === "string" ? said : "", code: typeof status === "string" ? status : undefined };
}

/**
 * Below a destroyed app Fly may answer 400 "Could not find App …" in place of 404. A 404 in plain text proves nothing: it is
 * what Fly says to a path it does not serve, such as one under a base URL that already ends in `/v1`.
 */
function provesAbsence({ status, body }: Answer, absent: readonly number[]): boolean {
  if (status === 400) return /could not find app|app not found/i.test(words(body).said);
  return absent.includes(status) && typeof body !== "string";
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  // Of several addresses that all refused, only the code is left (`AggregateError`).
  return cause.message || String((cause as NodeJS.ErrnoException).code ?? cause.name);
}

function queryString(query: FlyRequest["query"]): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(key, String(value));
  }
  return search.size === 0 ? "" : `?${search}`;
}
