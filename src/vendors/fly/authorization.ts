/** `Authorization` header values for one Fly token string. */
export interface FlyAuthorization {
  /** For the Machines API: macaroons only, when there are any. */
  readonly rest: string;
  /** For GraphQL: every part. */
  readonly graphql: string;
}

/**
 * Splits a token string as fly-go does (tokens/tokens.go): scheme words are dropped, parts are separated by commas.
 * Parts that begin with `fm1r_`, `fm1a_` or `fm2_` are macaroons and go under `FlyV1`; anything else is an OAuth token and
 * goes under `Bearer`. The API answers 401 to `Bearer FlyV1 …`, so the scheme is never passed through.
 */
export function authorizeFly(token: string): FlyAuthorization {
  const bare = token.trim().replace(/^((bearer|flyv1)\s+)+/i, "");
  const parts = bare
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const macaroons = parts.filter((part) => /^(fm1r|fm1a|fm2)_/.test(part));
  if (macaroons.length === 0) return { rest: `Bearer ${parts.join(",")}`, graphql: `Bearer ${parts.join(",")}` };
  return { rest: `FlyV1 ${macaroons.join(",")}`, graphql: `FlyV1 ${parts.join(",")}` };
}
