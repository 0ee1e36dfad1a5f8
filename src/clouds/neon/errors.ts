import { renewal } from "../../vendors/credential.ts";
import { neonCredential } from "../../vendors/neon/api-key.ts";
import type { CloudError, Subject } from "../call/cloud-error.ts";
import type { Refusals } from "../call/refusals.ts";
import { retryAfterMs } from "../call/retry.ts";

interface HttpRequest {
  readonly method?: string;
  readonly url?: string;
}

/** What axios rejects with, as far as it is read here. `data` is text when a layer before the API answered. */
interface HttpFailure {
  readonly message: string;
  readonly config?: HttpRequest;
  readonly response?: {
    readonly status: number;
    readonly data: unknown;
    readonly headers: Readonly<Record<string, unknown>>;
  };
}

/** A rejection of the vendor's client as a CloudError. What is not one (a mistake of ours) comes back as it is. */
export function toCloudError(error: unknown, action: string, refusals: Refusals): unknown {
  if (!isHttpFailure(error)) return error;
  const { message, config, response } = error;
  const subject = subjectOf(action, config);
  if (!response) return refusals.silent(subject, message);
  const { said, code, requestId } = words(response.data);
  const header = (name: string) => {
    const value = response.headers[name];
    return typeof value === "string" ? value : undefined;
  };
  return refusals.refused(subject, {
    status: response.status,
    code,
    said,
    requestId: requestId ?? header("x-request-id"),
    retryAfterMs: retryAfterMs(header("retry-after")),
    fix: adviceFor(response.status, `${code ?? ""} ${said}`),
  });
}

/** A 2xx that is not of the documented shape, such as a page: a proxy's, or the Console's after a redirect. */
export function malformed(response: object, said: string, action: string, refusals: Refusals): CloudError {
  const { status = 200, config } = response as { readonly status?: number; readonly config?: HttpRequest };
  return refusals.malformed(subjectOf(action, config), { status, said });
}

/**
 * True when a 404 says that the thing is not there. What comes from a layer before the API, or from a path it does not
 * serve, proves nothing.
 */
export function provesAbsence(error: unknown): boolean {
  if (!isHttpFailure(error) || error.response?.status !== 404) return false;
  const { data } = error.response;
  return typeof data === "object" && data !== null && !/route does not exist/i.test(words(data).said);
}

/** True for the 423 with which Neon refuses a change while another runs in the project. Nothing was done. */
export function saysLocked(error: unknown): boolean {
  return isHttpFailure(error) && error.response?.status === 423;
}

function subjectOf(action: string, request: HttpRequest | undefined): Subject {
  return { action, method: request?.method?.toUpperCase() ?? "GET", path: request?.url ?? "/" };
}

function isHttpFailure(error: unknown): error is HttpFailure {
  return error instanceof Error && "isAxiosError" in error && error.isAxiosError === true;
}

const NOT_JSON = "the answer is not JSON";

/** `GeneralError` of Neon's OpenAPI document; `code` is very often empty. */
function words(data: unknown): { said: string; code?: string | undefined; requestId?: string | undefined } {
  if (typeof data !== "object" || data === null) return { said: NOT_JSON };
  const { message, code, request_id: requestId } = data as Record<string, unknown>;
  return {
    said: typeof message === "string" ? message : "",
    code: typeof code === "string" && code !== "" ? code : undefined,
    requestId: typeof requestId === "string" ? requestId : undefined,
  };
}

const PLANS = "https://neon.com/docs/introduction/plans";

/** Refusals that many calls share. The first that matches counts. */
const ADVICE: readonly { readonly words: RegExp; readonly fix: string }[] = [
  {
    words: /org_id is required/i,
    fix: "give the id of the organization, org-…, from its settings page: a personal key has many",
  },
  { words: /suspend interval/i, fix: `leave suspendTimeoutSeconds out, or write one that the plan has: ${PLANS}` },
  {
    words: /history retention/i,
    fix: `leave historyRetentionSeconds out, or write at most the max that Neon names: ${PLANS}`,
  },
  {
    words: /protected branches|BRANCHES_PROTECTED_LIMIT/i,
    fix: `leave the branch unprotected, or take a plan with more: ${PLANS}`,
  },
  { words: /limits? exceeded|LIMIT_EXCEEDED/i, fix: `delete what is no longer used, or take a larger plan: ${PLANS}` },
  { words: /owner not found/i, fix: "create the role on the branch first, and let the database depend on it" },
  {
    words: /read-write endpoint to manage/i,
    fix: "give the branch a compute first (neon.com/docs/manage/computes)",
  },
];

function adviceFor(status: number, said: string): string | undefined {
  if (status === 401) return renewal(neonCredential, "(https://neon.com/docs/manage/api-keys)");
  return ADVICE.find(({ words }) => words.test(said))?.fix;
}
