import type { Clock } from "./clock.ts";
import type { Ids } from "./ids.ts";
import type { Limiter } from "./limiter.ts";
import type { CountedCall, RateLimit } from "./rate-limit.ts";

/** A JSON value, the only thing a cloud keeps: its whole state is one file. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One request as an operation sees it. Path parameters are percent-decoded after the raw path was split. */
export interface CloudRequest<S> {
  readonly method: Method;
  /** Raw path with the query, as it came over the wire. */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON body, or `undefined` when there was none. */
  readonly body: unknown;
  /** The cloud's state. Mutate it in place: it is saved after every request that is not a GET, or that says `touched`. */
  readonly state: S;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface CloudResponse {
  readonly status: number;
  /** JSON unless it is a string or bytes together with a `content-type` header. `undefined` sends no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One served call. `name` is what faults and the journal use, `<cloud>.<verb><Noun>`, such as `fly.createApp`.
 * `path` has `:name` for one segment, such as `/v1/apps/:app/secrets`.
 */
export interface Operation<S> {
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  /** `false` for the few calls a vendor serves without a token. Default true. */
  readonly authenticated?: boolean;
  /**
   * Narrows the operation to some of the requests for its path, so that each has a name of its own: a GraphQL field, a
   * mandatory query. Of several that fit, the first is taken. Default: all.
   */
  readonly selects?: (request: { readonly query: URLSearchParams; readonly body: unknown }) => boolean;
  readonly handle: (request: CloudRequest<S>) => CloudResponse | Promise<CloudResponse>;
}

/** Something that comes from within the vendor: what a call would have brought, and the state to change in place. */
export type CloudEvent<S> = Pick<CloudRequest<S>, "body" | "state" | "clock" | "ids">;

/** What a fault looks like on this vendor's wire: the body and headers that go with a status. */
export type FailureShape = (status: number, request: { readonly path: string }) => CloudResponse;

/** An emulated control plane. It shares no code with the clients that call it. */
export interface Cloud<S> {
  readonly name: string;
  /** State of an account in which nothing has been made. `seed` says which organizations, repositories, zones exist. */
  readonly empty: (seed: Seed) => S;
  readonly operations: readonly Operation<S>[];
  /** Answers a refusal when the caller's token is missing, wrong or too weak; `undefined` lets the request through. */
  readonly authenticate: (request: CloudRequest<S>, operation: Operation<S>) => CloudResponse | undefined;
  readonly failure: FailureShape;
  /** Headers the vendor puts on every answer, such as a request id. Default: none. */
  readonly headers?: (ids: Ids) => Readonly<Record<string, string>>;
  /** Limits on the number of calls, which are kept when the conditions say so. */
  readonly rateLimits: readonly RateLimit[];
  /** What tells a caller of its budget, on every answer while the limits are kept. Default: nothing. */
  readonly budgetHeaders?: (limiter: Limiter, call: CountedCall) => Readonly<Record<string, string>>;
  /** Whether a refusal of a limit says in `Retry-After` when to come back. Default: it does. */
  readonly saysWhen?: false;
  /**
   * The answer to a path that is not served here, in the vendor's form. Never one that a client takes for "none": the
   * vendor may well serve it.
   */
  readonly notServed: (request: { readonly method: string; readonly path: string }) => CloudResponse;
  /** What happens at the vendor without a call of its API, by name. Default: nothing. */
  readonly events?: Readonly<Record<string, (event: CloudEvent<S>) => CloudResponse>>;
  /** Calls of the vendor that are deliberately not served, each with the reason. */
  readonly declined: readonly { readonly call: string; readonly reason: string }[];
}

/**
 * The accounts that exist before anything is created, read from the system's own config by the sandbox:
 * what a person has set up by hand at each vendor. Tokens are the sandbox's; they are compared, never stored elsewhere.
 */
export interface Seed {
  readonly tokens: {
    readonly fly: string;
    readonly neon: string;
    readonly cloudflare: string;
    readonly github: string;
  };
  readonly flyOrganizations: readonly string[];
  readonly neonOrganizations: readonly string[];
  readonly cloudflareAccounts: readonly string[];
  /** Zone id and its domain, such as `{ id: "…", name: "plyr.fm", account: "…" }`. */
  readonly cloudflareZones: readonly { readonly id: string; readonly name: string; readonly account: string }[];
  /** `owner/name` of each repository. */
  readonly githubRepositories: readonly string[];
}
