import { type Api, createApiClient } from "@neondatabase/api-client";
import { rememberSecrets } from "../../problem/secrets.ts";
import { neonService } from "../../vendors/neon/api-key.ts";
import { readAnswer, type Shape } from "../call/answer.ts";
import { Refusals } from "../call/refusals.ts";
import { retrying } from "../call/retry.ts";
import { malformed, provesAbsence, toCloudError } from "./errors.ts";
import { neonAnswers } from "./shapes.ts";

/** The vendor's client. axios waits for ever by default, and sends even 127.0.0.1 through HTTP_PROXY. */
export type VendorApi = Api<unknown>;

export function connectVendorApi(apiKey: string, baseUrl: string): VendorApi {
  return createApiClient({
    apiKey,
    baseURL: baseUrl.replace(/\/+$/, ""),
    timeout: 60_000,
    proxy: false,
    headers: { "User-Agent": "parity" },
  });
}

type AnswerShape = Shape<unknown>;

/** One call of the vendor's client. Pass nothing that may be cut off: the outcome of half a write is unknown. */
export type Call<T> = (api: VendorApi) => Promise<{ readonly data: T }>;

/** Milliseconds for which a read is tried again. Shorter than for a write: no lock stands in its way. */
const READ_DEADLINE_MS = 30_000;

/** The vendor's calls with our retries and errors. `action` names the work for errors, such as `create branch "pr-42"`. */
export class NeonApi {
  /** Ends every wait; a request that is on its way is let through. */
  readonly signal: AbortSignal | undefined;
  private readonly vendor: VendorApi;
  private readonly refusals: Refusals;

  constructor(vendor: VendorApi, apiKey: string, signal?: AbortSignal) {
    this.vendor = vendor;
    this.refusals = new Refusals(neonService, [apiKey]);
    this.signal = signal;
  }

  /** A GET. */
  read<T>(action: string, shape: AnswerShape, call: Call<T>): Promise<T> {
    return this.retry({ kind: "read", deadlineMs: READ_DEADLINE_MS }, action, this.checked(action, shape, call));
  }

  /** A GET of something that may not be there: `undefined` when Neon says so. Any other refusal is thrown. */
  readIfPresent<T>(action: string, shape: AnswerShape, call: Call<T>): Promise<T | undefined> {
    const checked = orAbsent(this.checked(action, shape, call));
    return this.retry({ kind: "read", deadlineMs: READ_DEADLINE_MS }, action, checked);
  }

  /** A write that would make a second thing when repeated. Only what proves that nothing was done is tried again. */
  create<T>(action: string, shape: AnswerShape, call: Call<T>): Promise<T> {
    return this.retry({ kind: "write" }, action, this.checked(action, shape, call));
  }

  /** A write that may be repeated: it sets absolute values, or makes the same difference the second time. */
  change<T>(action: string, call: Call<T>): Promise<T> {
    return this.retry({ kind: "read" }, action, this.checked(action, neonAnswers.changed, call));
  }

  /** A DELETE. `undefined` when the thing was gone already: 204 without a body, of a project 404. */
  async remove<T>(action: string, call: Call<T>): Promise<T | undefined> {
    const checked = orAbsent(this.checked(action, neonAnswers.removed, call));
    return (await this.retry({ kind: "read" }, action, checked)) || undefined;
  }

  private async retry<T>(
    policy: { readonly kind: "read" | "write"; readonly deadlineMs?: number },
    action: string,
    call: Call<T>,
  ): Promise<T> {
    let done: { readonly answer: T } | undefined;
    try {
      return await retrying({ ...policy, signal: this.signal }, async () => {
        const answer = await this.answer(action, call);
        done = { answer };
        return answer;
      });
    } catch (error) {
      // p-retry drops an answer that comes after the abort; what it tells of was done.
      if (done) return done.answer;
      throw error;
    }
  }

  private async answer<T>(action: string, call: Call<T>): Promise<T> {
    const response = await call(this.vendor).catch((error: unknown) => {
      throw toCloudError(error, action, this.refusals);
    });
    return response.data;
  }

  /** The call, which rejects when its answer is not of the shape that Neon documents. */
  private checked<T>(action: string, shape: AnswerShape, call: Call<T>): Call<T> {
    return async (api) => {
      const response = await call(api);
      rememberSecrets(...secretsOf(response.data));
      const read = readAnswer(shape, response.data);
      if ("wrong" in read) throw malformed(response, read.wrong, action, this.refusals);
      return response;
    };
  }
}

/** Passwords, and URIs with one in them, wherever Neon answers them. */
function secretsOf(answer: unknown, key = ""): string[] {
  if (typeof answer === "string") return key === "password" || key.endsWith("uri") ? [answer] : [];
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([name, part]) => secretsOf(part, name));
}

function orAbsent<T>(call: Call<T>): Call<T | undefined> {
  return (api) =>
    call(api).catch((error: unknown) => {
      if (provesAbsence(error)) return { data: undefined };
      throw error;
    });
}
