import type { CloudResponse } from "../core/cloud.ts";
import type { CloudflareOperation, CloudflareRequest } from "./entities.ts";
import { refuse } from "./envelope.ts";
import { bearerToken, findToken, fingerprint } from "./store.ts";

/** What any valid token may ask: whether it is one. */
const openToAnyToken: readonly string[] = ["cloudflare.verifyAccountToken", "cloudflare.verifyUserToken"];

/**
 * Only the operator's token reaches the configuration; a token minted here can verify itself and nothing else, for its
 * permission groups speak about objects in buckets, which are not served.
 */
export function authenticate(request: CloudflareRequest, operation: CloudflareOperation): CloudResponse | undefined {
  const value = bearerToken(request);
  if (value === undefined) {
    // The inner code is the one that names the header (Cloudflare API docs, troubleshooting).
    const chain = [{ code: 6111, message: "Invalid format for Authorization header" }];
    return refuse(400, 6003, "Invalid request headers", { error_chain: chain });
  }
  const isOperator = fingerprint(value) === request.state.operator.fingerprint;
  const isMinted = openToAnyToken.includes(operation.name) && findToken(request.state, value) !== undefined;
  if (!isOperator && !isMinted) return refuse(403, 10000, "Authentication error");
  const { account } = request.params;
  if (account !== undefined && !request.state.accounts.includes(account)) {
    return refuse(403, 9109, "Unauthorized to access requested resource");
  }
  return undefined;
}
