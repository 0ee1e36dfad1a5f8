import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { Problem } from "../../problem/problem.ts";
import { githubService } from "../../vendors/github/api-url.ts";
import { readAnswer, type Shape } from "../call/answer.ts";
import type { Creation } from "../call/create-once.ts";
import { Refusals } from "../call/refusals.ts";
import { retrying } from "../call/retry.ts";
import { toCloudError } from "./failure.ts";
import type { GithubRepository } from "./repository.ts";

export interface GithubApiOptions {
  readonly token: string;
  /** With `/api/v3` where it is an Enterprise Server's, without a trailing slash. */
  readonly apiUrl: string;
  /** The repository that every call is about. */
  readonly repository: GithubRepository;
  /** Ends every request and every wait between two tries. */
  readonly signal?: AbortSignal | undefined;
}

const PagingOctokit = Octokit.plugin(paginateRest);
const answerMs = 60_000;

/** One repository at GitHub: requests with our retries and errors. */
export class GithubApi {
  readonly refusals: Refusals;
  private readonly options: GithubApiOptions;

  constructor(options: GithubApiOptions) {
    this.refusals = new Refusals(githubService, [options.token]);
    this.options = options;
  }

  get repository(): GithubRepository {
    return this.options.repository;
  }

  get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  /** How a thing whose answer was lost is looked for: GitHub's lists may be a moment behind. */
  get lookUp(): Pick<Creation<unknown>, "pauseMs" | "signal"> {
    return { pauseMs: () => 1_000, signal: this.options.signal };
  }

  /**
   * An Octokit whose failures are CloudErrors of `action`, such as `comment on pull request 7`, and whose answers are of the
   * shape, with nothing else in them. GET, PATCH and DELETE, which may be
   * done twice, are tried again; of another write only a refusal that proves that nothing was done.
   */
  to(action: string, shape?: Shape<unknown>): InstanceType<typeof PagingOctokit> {
    const { token, apiUrl, signal } = this.options;
    const octokit = new PagingOctokit({ auth: token, baseUrl: apiUrl, request: { fetch: this.fetch.bind(this) } });
    octokit.hook.wrap("request", (send, options) => {
      const { method } = options;
      const kind = ["GET", "PATCH", "DELETE"].includes(method) ? "read" : "write";
      return retrying({ kind, signal }, async () => {
        const subject = { action, method, path: new URL(octokit.request.endpoint(options).url).pathname };
        const response = await Promise.resolve(send(options)).catch((error: unknown) => {
          signal?.throwIfAborted();
          throw toCloudError(error, subject, this.refusals);
        });
        if (shape === undefined) return response;
        const read = readAnswer(shape, response.data);
        if ("wrong" in read) throw this.refusals.malformed(subject, { status: response.status, said: read.wrong });
        return { ...response, data: read.answer };
      });
    });
    return octokit;
  }

  /** Every page of a list, as one. */
  async gather<T>(pages: AsyncIterable<{ readonly data: readonly T[]; readonly url: string }>): Promise<T[]> {
    const all: T[] = [];
    for await (const { data, url } of pages) {
      // Of a 409, plugin-paginate-rest makes an empty last page without an address: what cannot be read would be missing.
      if (url === undefined) {
        const what = "GitHub refused a page of a list with 409 Conflict.";
        throw new Problem({ code: "github-page", what, fix: "run the same command again" });
      }
      all.push(...data);
    }
    return all;
  }

  /** Reads the answer whole: where the connection breaks in its middle, Octokit would take what came for an empty one. */
  private async fetch(url: string, init: RequestInit): Promise<Response> {
    const limits = [AbortSignal.timeout(answerMs), ...(this.signal ? [this.signal] : [])];
    const response = await fetch(url, { ...init, signal: AbortSignal.any(limits) });
    await response.clone().arrayBuffer();
    return response;
  }
}
