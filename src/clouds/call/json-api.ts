import type { Service } from "../../vendors/service.ts";
import { readAnswer, type Shape } from "./answer.ts";
import type { Subject } from "./cloud-error.ts";
import { type CallLimits, Pace } from "./pace.ts";
import { Refusals } from "./refusals.ts";
import { retryAfterMs, retrying } from "./retry.ts";
import { SharedReads } from "./shared-reads.ts";

export interface JsonRequest<T> extends Subject {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Percent-encoded, below the host's address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether doing it twice is the same as doing it once. Default: true of GET and DELETE only. */
  readonly repeatable?: boolean;
  /** Milliseconds to wait for the answer. Default 60,000. */
  readonly timeoutMs?: number;
  /** The shape of a 2xx answer. Any other is a CloudError that proves nothing. */
  readonly answer: Shape<T>;
  /** Values in the body that no error text may repeat. */
  readonly secrets?: readonly string[];
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed; the text itself where it is not JSON, `undefined` where it is empty. */
  readonly body: unknown;
}

/** One host of a vendor, how to be let in, and how its answers are read. */
export interface JsonHost {
  readonly service: Service;
  /** With or without a trailing slash. */
  readonly url: string;
  /** Value of the `Authorization` header. No error repeats a token in it. */
  readonly authorization: string;
  /** Ends every request and every wait between two tries. */
  readonly signal?: AbortSignal | undefined;
  /** Default: none that is worth waiting for. */
  readonly limits?: CallLimits;
  readonly dialect: {
    readonly words: (answer: JsonAnswer) => { readonly said: string; readonly code?: string | undefined };
    /** Header with the vendor's id of a request. */
    readonly requestId: string;
    /** What is known to help against a refusal with this status. */
    readonly advise: (status: number) => string | undefined;
    /** Whether a refusal says that the thing is not there. `statuses`: those that say so of this call. */
    readonly provesAbsence: (answer: JsonAnswer, statuses: readonly number[]) => boolean;
  };
}

/** Sends JSON to one host. Refusals and silence are CloudErrors, tried again as far as `repeatable` allows. */
export class JsonApi {
  readonly refusals: Refusals;
  private readonly host: JsonHost;
  private readonly pace: Pace;
  private readonly reads = new SharedReads<JsonAnswer>();

  constructor(host: JsonHost) {
    const [, ...tokens] = host.authorization.split(/[ ,]+/);
    this.refusals = new Refusals(host.service, tokens);
    this.pace = new Pace(host.limits ?? {});
    this.host = { ...host, url: host.url.replace(/\/+$/, "") };
  }

  /** What a 2xx answered. */
  async request<T>(request: JsonRequest<T>): Promise<T> {
    const repeatable = request.repeatable ?? (request.method === "GET" || request.method === "DELETE");
    return retrying({ kind: repeatable ? "read" : "write", signal: this.host.signal }, async () => {
      const answer = await this.ask(request);
      if (isSuccess(answer)) return this.read(request, answer);
      throw this.refusal(request, answer);
    });
  }

  /** Like `request` for what may not be there: `undefined` when one of these statuses says so. Always repeatable. */
  async requestIfPresent<T>(request: JsonRequest<T>, absent: readonly number[] = [404]): Promise<T | undefined> {
    return retrying({ kind: "read", signal: this.host.signal }, async () => {
      const answer = await this.ask(request);
      if (isSuccess(answer)) return this.read(request, answer);
      if (this.host.dialect.provesAbsence(answer, absent)) return undefined;
      throw this.refusal(request, answer);
    });
  }

  /** What several resources read at once, such as the addresses of one app, is asked once. */
  private ask(request: JsonRequest<unknown>): Promise<JsonAnswer> {
    const send = () => this.pace.run(request, this.host.signal, () => this.send(request));
    if (request.method !== "GET") return this.reads.writing(send);
    const { path, query, headers } = request;
    return this.reads.reading(JSON.stringify([path, query, headers]), send);
  }

  private async send(request: JsonRequest<unknown>): Promise<JsonAnswer> {
    const { url, authorization, signal } = this.host;
    const limitMs = request.timeoutMs ?? 60_000;
    const limit = AbortSignal.timeout(limitMs);
    try {
      const response = await fetch(`${url}${request.path}${queryString(request.query)}`, {
        method: request.method,
        headers: {
          authorization,
          accept: "application/json",
          ...(request.body !== undefined && { "content-type": "application/json" }),
          ...request.headers,
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        signal: signal ? AbortSignal.any([limit, signal]) : limit,
      });
      const { status, headers } = response;
      this.pace.note(headers);
      return { status, headers, body: parse(await response.text()) };
    } catch (error) {
      signal?.throwIfAborted();
      const said = limit.aborted ? `no answer within ${limitMs / 1000} s` : causeOf(error);
      throw this.refusals.silent(request, said, request.secrets);
    }
  }

  private read<T>(request: JsonRequest<T>, answer: JsonAnswer): T {
    const read = readAnswer(request.answer, answer.body, request.secrets);
    if ("answer" in read) return read.answer;
    const told = { status: answer.status, said: read.wrong, requestId: this.requestId(answer) };
    throw this.refusals.malformed(request, told, request.secrets);
  }

  private refusal(request: JsonRequest<unknown>, answer: JsonAnswer) {
    const { dialect } = this.host;
    const { status, headers } = answer;
    const told = {
      ...{ status, ...dialect.words(answer), fix: dialect.advise(status) },
      requestId: this.requestId(answer),
      retryAfterMs: retryAfterMs(headers.get("retry-after")),
    };
    return this.refusals.refused(request, told, request.secrets);
  }

  private requestId({ headers }: JsonAnswer): string | undefined {
    return headers.get(this.host.dialect.requestId) ?? undefined;
  }
}

function isSuccess({ status }: JsonAnswer): boolean {
  return status >= 200 && status < 300;
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

function queryString(query: JsonRequest<unknown>["query"]): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(key, String(value));
  }
  return search.size === 0 ? "" : `?${search}`;
}
