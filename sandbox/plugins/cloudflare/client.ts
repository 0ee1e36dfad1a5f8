import { Refusal } from "../core/refusal.ts";
import { type HttpAnswer, type Method, type RetryRule, retryAfterMs, send } from "../core/transport.ts";

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * Cloudflare's v4 API as the provider calls it. Like cloudflare-go (internal/requestconfig) it looks at the HTTP status and
 * nothing else: 200 with `"success": false` is a success.
 */
export class CloudflareClient {
  /** `baseUrl` ends in `/client/v4/`. */
  constructor(private readonly settings: { readonly apiToken: string | undefined; readonly baseUrl: string }) {}

  /**
   * Answers `result`, or `undefined` when the answer has none.
   * @throws Error with the method, URL, status and body of a refusal
   */
  async call(method: Method, path: string, options: CallOptions): Promise<unknown> {
    const answer = await this.#send(method, path, options);
    if (answer.status >= 400) throw this.#refusal(method, path, answer);
    return readResult(answer);
  }

  /** Reads what `call` with GET would, and answers `undefined` for a 404. */
  async find(path: string, options: CallOptions): Promise<unknown> {
    const answer = await this.#send("GET", path, options);
    if (answer.status === 404) return undefined;
    if (answer.status >= 400) throw this.#refusal("GET", path, answer);
    return readResult(answer);
  }

  #send(method: Method, path: string, { headers, body, signal }: CallOptions): Promise<HttpAnswer> {
    const { apiToken, baseUrl } = this.settings;
    // Nothing is checked before the first call: a missing token is the API's to refuse.
    const authorization: Record<string, string> = apiToken ? { authorization: `Bearer ${apiToken}` } : {};
    return send(
      {
        method,
        url: baseUrl + path,
        headers: { accept: "application/json", "user-agent": "Cloudflare/Go 7.7.0", ...authorization, ...headers },
        body,
        signal,
      },
      retryRule,
    );
  }

  #refusal(method: Method, path: string, { status, statusText, text }: HttpAnswer): Error {
    return new Refusal(`${method} "${this.settings.baseUrl}${path}": ${status} ${statusText} ${text}`);
  }
}

/**
 * What cloudflare-go repeats, every method alike, a POST that may have been applied included. Three times where the real
 * one does it ten times over three minutes.
 */
const retryRule: RetryRule = (answer, repeats) => {
  if (repeats === 3) return undefined;
  if (answer === undefined) return 250 * 2 ** repeats;
  const told = answer.headers.get("x-should-retry");
  const repeated = [408, 409, 429].includes(answer.status) || answer.status >= 500;
  if (told === null ? !repeated : told !== "true") return undefined;
  const exactMs = answer.headers.get("retry-after-ms");
  return exactMs === null ? (retryAfterMs(answer.headers) ?? 250 * 2 ** repeats) : Number(exactMs);
};

function readResult({ text }: HttpAnswer): unknown {
  return text === "" ? undefined : (JSON.parse(text) as { result?: unknown }).result;
}
