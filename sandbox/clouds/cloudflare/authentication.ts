import type { CloudResponse } from "../core/cloud.ts";
import type { CloudflareOperation, CloudflareRequest } from "./entities.ts";
import { refuse } from "./envelope.ts";
import { isPermitted } from "./permissions.ts";
import { describeToken } from "./routes/token-settings.ts";
import { bearerToken, findToken, fingerprint } from "./store.ts";

/** What any valid token may ask: whether it is one. */
const openToAnyToken: readonly string[] = ["cloudflare.verifyAccountToken", "cloudflare.verifyUserToken"];

/** The operator's token may do everything. One that was minted here may do what its permission groups say, while it is active. */
export function authenticate(request: CloudflareRequest, operation: CloudflareOperation): CloudResponse | undefined {
  const value = bearerToken(request);
  if (value === undefined) {
    // The inner code is the one that names the header (Cloudflare API docs, troubleshooting).
    const chain = [{ code: 6111, message: "Invalid format for Authorization header" }];
    return refuse(400, 6003, "Invalid request headers", { error_chain: chain });
  }
  const isOperator = fingerprint(value) === request.state.operator.fingerprint;
  if (!isOperator) {
    const minted = findToken(request.state, value);
    if (!minted) return refuse(403, 10000, "Authentication error");
    const isActive = describeToken(minted, request.clock).status === "active";
    const may = openToAnyToken.includes(operation.name) || (isActive && isPermitted(minted, operation, request));
    if (!may) return refuseMinted(operation);
  }
  const { account } = request.params;
  if (account !== undefined && !request.state.accounts.includes(account)) {
    return refuse(403, 9109, "Unauthorized to access requested resource");
  }
  return undefined;
}

/** R2 has a code of its own for it (R2 docs, Error codes); the rest answers as to no token. */
function refuseMinted({ path }: CloudflareOperation): CloudResponse {
  return path.includes("/r2/") ? refuse(403, 10003, "Access Denied") : refuse(403, 10000, "Authentication error");
}
