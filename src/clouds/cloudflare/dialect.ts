import { cloudflareCredential } from "../../vendors/cloudflare/api-token.ts";
import { renewal } from "../../vendors/credential.ts";
import type { JsonAnswer, JsonHost } from "../call/json-api.ts";

/**
 * A Pages project (workers-sdk, packages/wrangler/src/pages/errors.ts), an R2 bucket, an object
 * (developers.cloudflare.com/r2/api/error-codes). A 404 alone may be a path that is not served.
 */
const notFoundCodes: readonly (string | undefined)[] = ["8000007", "10006", "10007"];

/** How Cloudflare's API answers. */
export const cloudflareDialect: JsonHost["dialect"] = {
  words,
  requestId: "cf-ray",
  // Which of the two says that a token is not good enough differs by endpoint.
  advise: (status) =>
    status === 401 || status === 403
      ? renewal(
          cloudflareCredential,
          "of this account with the permissions Pages Write and, for R2, Workers R2 Storage Write and Account API Tokens Write",
        )
      : undefined,
  provesAbsence: (answer) => notFoundCodes.includes(words(answer).code),
};

/** `failure` of Cloudflare's OpenAPI document: the reasons are in `errors`. */
function words({ body }: JsonAnswer): { said: string; code: string | undefined } {
  const { errors } = (typeof body === "object" && body !== null ? body : {}) as { readonly errors?: unknown };
  const told = (Array.isArray(errors) ? errors : []) as readonly {
    readonly code?: unknown;
    readonly message?: unknown;
  }[];
  const reasons = told.flatMap((error) => (typeof error?.message === "string" ? [error.message] : []));
  const code = told[0]?.code;
  return {
    said: reasons.length > 0 ? reasons.join("; ") : "the answer gives no reason",
    code: code === undefined ? undefined : String(code),
  };
}
