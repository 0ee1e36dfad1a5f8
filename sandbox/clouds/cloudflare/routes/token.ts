import type { CloudResponse } from "../../core/cloud.ts";
import { param } from "../../core/router.ts";
import type { CloudflareOperation, CloudflareRequest, Handle, Token } from "../entities.ts";
import { answer, answerPage, refuse } from "../envelope.ts";
import { bearerToken, findToken, fingerprint } from "../store.ts";
import { findPermissionGroups } from "./permission-group.ts";
import { changeSettings, checkSettings, describeToken, mintValue } from "./token-settings.ts";

/** The same calls for tokens of an account and of the user. */
export const tokenOperations: readonly CloudflareOperation[] = [
  ...operationsUnder("/accounts/:account/tokens", "Account"),
  ...operationsUnder("/user/tokens", "User"),
];

/** Verify and the permission groups stand before `:token`, which would match them. */
function operationsUnder(list: string, kind: "Account" | "User"): CloudflareOperation[] {
  const one = `${list}/:token`;
  return [
    { name: `cloudflare.verify${kind}Token`, method: "GET", path: `${list}/verify`, handle: verifyToken },
    {
      name: `cloudflare.list${kind}PermissionGroups`,
      method: "GET",
      path: `${list}/permission_groups`,
      handle: ({ query }) => answer(findPermissionGroups(query.get("name"), query.get("scope"))),
    },
    { name: `cloudflare.create${kind}Token`, method: "POST", path: list, handle: createToken },
    { name: `cloudflare.list${kind}Tokens`, method: "GET", path: list, handle: listTokens },
    {
      name: `cloudflare.get${kind}Token`,
      method: "GET",
      path: one,
      handle: withToken((token, request) => answer(describeToken(token, request.clock))),
    },
    { name: `cloudflare.update${kind}Token`, method: "PUT", path: one, handle: withToken(updateToken) },
    { name: `cloudflare.roll${kind}Token`, method: "PUT", path: `${one}/value`, handle: withToken(rollToken) },
    {
      name: `cloudflare.delete${kind}Token`,
      method: "DELETE",
      path: one,
      handle: withToken(({ id }, { state }) => {
        delete state.tokens[id];
        return answer({ id });
      }),
    },
  ];
}

function withToken(handle: (token: Token, request: CloudflareRequest) => CloudResponse): Handle {
  return (request) => {
    const token = request.state.tokens[param(request, "token")];
    return token?.owner === ownerOf(request) ? handle(token, request) : refuse(404, 1003, "Token not found");
  };
}

function ownerOf(request: CloudflareRequest): string {
  return request.params["account"] ?? "user";
}

function createToken(request: CloudflareRequest): CloudResponse {
  const refusal = checkSettings(request.body);
  if (refusal) return refusal;
  const now = request.clock.iso();
  const owner = ownerOf(request);
  const value = mintValue(owner, request.ids);
  const token: Token = {
    id: request.ids.hex("token", 32),
    owner,
    settings: {},
    status: "active",
    issued_on: now,
    modified_on: now,
    fingerprint: fingerprint(value),
  };
  changeSettings(token, request.body, request.ids);
  request.state.tokens[token.id] = token;
  return answer({ ...describeToken(token, request.clock), value });
}

function updateToken(token: Token, request: CloudflareRequest): CloudResponse {
  const refusal = checkSettings(request.body);
  if (refusal) return refusal;
  changeSettings(token, request.body, request.ids);
  token.modified_on = request.clock.iso();
  return answer(describeToken(token, request.clock));
}

function rollToken(token: Token, request: CloudflareRequest): CloudResponse {
  const value = mintValue(token.owner, request.ids);
  token.fingerprint = fingerprint(value);
  token.modified_on = request.clock.iso();
  return answer(value);
}

function listTokens(request: CloudflareRequest): CloudResponse {
  const own = Object.values(request.state.tokens).filter(({ owner }) => owner === ownerOf(request));
  return answerPage(
    own.map((token) => describeToken(token, request.clock)),
    request.query,
  );
}

function verifyToken(request: CloudflareRequest): CloudResponse {
  const minted = findToken(request.state, bearerToken(request) ?? "");
  // Each kind has a verify call of its own (Cloudflare docs, Account API tokens).
  if (minted && minted.owner !== ownerOf(request)) return refuse(401, 1000, "Invalid API Token");
  const { id, status, expires_on }: ReturnType<typeof describeToken> = minted
    ? describeToken(minted, request.clock)
    : { id: request.state.operator.id, status: "active" };
  const { body, ...response } = answer({ id, status, ...(expires_on !== undefined && { expires_on }) });
  const messages = status === "active" ? [{ code: 10000, message: "This API Token is valid and active" }] : [];
  return { ...response, body: { ...(body as object), messages } };
}
