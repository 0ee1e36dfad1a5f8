import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../core/refusal.ts";
import { type HttpAnswer, type Method, type RetryRule, retryAfterMs, send } from "../core/transport.ts";
import { segment } from "./segment.ts";

export interface GithubSettings {
  readonly token: string | undefined;
  /** Absent: the account whose token it is. */
  readonly owner: string | undefined;
  /** Ends in `/api/v3/`. */
  readonly baseUrl: string;
  /** Milliseconds between a write and the request after it. */
  readonly writeDelayMs: number;
}

/**
 * GitHub's REST API as the provider calls it with its legacy client: one request at a time, and before the first one a look
 * at the owner (terraform-provider-github config.go).
 */
export class GithubClient {
  #owner: Promise<string> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #quietUntil = 0;

  constructor(private readonly settings: GithubSettings) {}

  /**
   * Answers the parsed body, or `undefined` when there is none.
   * @throws Error with the method, URL, status and GitHub's message for a status that is not a success
   */
  async call(method: Method, path: string, signal: AbortSignal, body?: unknown): Promise<unknown> {
    await this.owner(signal);
    const sent = await this.#send(method, path, signal, body);
    // Go's client follows a 303 with a GET: what is there already is taken over.
    const [, there] =
      sent.status === 303 ? (/^.*?\/api\/v3\/(.+)$/.exec(sent.headers.get("location") ?? "") ?? []) : [];
    const answer = there === undefined ? sent : await this.#send("GET", there, signal);
    if (!isSuccess(answer)) throw new GithubRefusal(method, this.settings.baseUrl + path, answer);
    return parseBody(answer);
  }

  /** Reads what `call` with GET would, and answers `undefined` for a 404. */
  async find(path: string, signal: AbortSignal): Promise<unknown> {
    try {
      return await this.call("GET", path, signal);
    } catch (error) {
      if (error instanceof GithubRefusal && error.status === 404) return undefined;
      throw error;
    }
  }

  /** The path of a repository, such as `repos/plyr/plyr.fm`. */
  async repositoryPath(name: string, signal: AbortSignal): Promise<string> {
    return `repos/${segment(await this.owner(signal))}/${segment(name)}`;
  }

  /** Login of the owner, looked up once. */
  owner(signal: AbortSignal): Promise<string> {
    this.#owner ??= this.#findOwner(signal).catch((error: unknown) => {
      this.#owner = undefined;
      throw error;
    });
    return this.#owner;
  }

  /** 404 is a user account; anything else but a success ends the run. */
  async #findOwner(signal: AbortSignal): Promise<string> {
    const owner = this.settings.owner ?? (await this.#findLogin(signal));
    const path = `orgs/${segment(owner)}`;
    const answer = await this.#send("GET", path, signal);
    if (isSuccess(answer) || answer.status === 404) return owner;
    throw new GithubRefusal("GET", this.settings.baseUrl + path, answer);
  }

  async #findLogin(signal: AbortSignal): Promise<string> {
    const answer = await this.#send("GET", "user", signal);
    if (!isSuccess(answer)) throw new GithubRefusal("GET", `${this.settings.baseUrl}user`, answer);
    return (parseBody(answer) as { login: string }).login;
  }

  #send(method: Method, path: string, signal: AbortSignal, body?: unknown): Promise<HttpAnswer> {
    const { token, baseUrl, writeDelayMs } = this.settings;
    const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    const headers = {
      accept: "application/vnd.github+json",
      "user-agent": "go-github/v88.0.0",
      "x-github-api-version": "2022-11-28",
      ...authorization,
    };
    const answer = this.#turn.then(async () => {
      await sleep(Math.max(0, this.#quietUntil - Date.now()), undefined, { signal });
      const received = await send({ method, url: baseUrl + path, headers, body, signal }, retryRule);
      if (method !== "GET") this.#quietUntil = Date.now() + writeDelayMs;
      return received;
    });
    this.#turn = answer.catch(() => {});
    return answer;
  }
}

/** A status that is not a success, worded as go-github does: `METHOD URL: STATUS message [errors]`. */
export class GithubRefusal extends Refusal {
  readonly status: number;

  constructor(method: Method, url: string, { status, text }: HttpAnswer) {
    const { message, errors } = readRefusal(text);
    super(`${method} ${url}: ${status} ${message} ${JSON.stringify(errors)}`);
    this.status = status;
  }
}

/**
 * Three repeats in all. The real one waits out rate limits for ever, without a pause when it is told no time, and a second
 * (`retryDelayMs`) before it repeats after a 5xx or without an answer.
 */
const retryRule: RetryRule = (answer, repeats) => {
  if (repeats === 3) return undefined;
  if (answer === undefined || [500, 502, 503, 504].includes(answer.status)) return 250;
  if (answer.status !== 403 && answer.status !== 429) return undefined;
  const reset = answer.headers.get("x-ratelimit-reset");
  const untilReset = reset === null ? undefined : Math.max(0, Number(reset) * 1000 - Date.now());
  if (answer.headers.get("x-ratelimit-remaining") === "0") return untilReset;
  // go-github knows the secondary limit by these endings and by nothing else.
  const isSecondary = /(secondary-rate-limits|#abuse-rate-limits)$/.test(readRefusal(answer.text).documentation);
  return isSecondary ? (retryAfterMs(answer.headers) ?? untilReset ?? 0) : undefined;
};

function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

function parseBody({ text }: HttpAnswer): unknown {
  return text === "" ? undefined : JSON.parse(text);
}

function readRefusal(text: string): { message: string; errors: unknown[]; documentation: string } {
  try {
    const body = JSON.parse(text) as { message?: string; errors?: unknown[]; documentation_url?: string };
    return { message: body.message ?? "", errors: body.errors ?? [], documentation: body.documentation_url ?? "" };
  } catch {
    return { message: "", errors: [], documentation: "" };
  }
}
