import type { CloudResponse } from "../core/cloud.ts";
import { digest } from "../core/digest.ts";
import type { AccessToken, App, FlyRequest, Organization } from "./entities.ts";
import { forbidden, Refusal, unauthorized } from "./errors.ts";
import { findOrganization, lookUp, organizationOf, seeApp } from "./store.ts";

/**
 * Lets a request through that carries a valid token whose scope has the app in the path. A call that names an
 * organization instead makes that check.
 */
export function authenticate(request: FlyRequest): CloudResponse | undefined {
  const token = tokenOf(request);
  if (!token) return unauthorized(request.url.split("?", 1)[0] ?? "");
  const { scope } = token;
  const name = request.params["app"];
  if (scope.kind === "user" || name === undefined) return undefined;
  const app = lookUp(request.state.apps, name);
  if (scope.kind === "app") return app?.id === scope.appId ? undefined : forbidden;
  return app === undefined || app.organization === scope.organization ? undefined : forbidden;
}

/**
 * The token a request carries. The header is `Bearer` or `FlyV1` and tokens joined by commas, of which any may be the
 * one; both words at once are refused by the live API.
 */
export function tokenOf({ headers, state, clock }: FlyRequest): AccessToken | undefined {
  const [, tokens = ""] = /^(?:Bearer|FlyV1) +(\S+)$/i.exec(String(headers.authorization ?? "")) ?? [];
  const digests = tokens.split(",").map(digest);
  return state.accessTokens.find(
    (token) =>
      digests.includes(token.digest) &&
      token.revokedAt === undefined &&
      (token.expiresAt === undefined || Date.parse(token.expiresAt) > clock.epochMs()),
  );
}

/** The organization of a slug, if the caller may use it. Refuses with 404, or 403 when it is out of the token's scope. */
export function requireOrganization(request: FlyRequest, slug: string): Organization {
  const organization = findOrganization(request.state, slug);
  if (!organization) throw new Refusal(404, "Organization not found");
  if (!canUse(request, organization)) throw new Refusal(403, "unauthorized");
  return organization;
}

/** Whether the caller's token is good for the whole organization. */
export function canUse(request: FlyRequest, { slug }: Organization): boolean {
  const scope = tokenOf(request)?.scope;
  return scope?.kind === "user" || (scope?.kind === "organization" && scope.organization === slug);
}

/** The app that a body names, if the caller's token is good for it. Refuses with 404 or 403. */
export function requireOwnApp(request: FlyRequest, name: string): App {
  const app = seeApp(request.state, name);
  if (!app || app.readsUntilGone !== undefined) throw new Refusal(404, "app not found");
  const scope = tokenOf(request)?.scope;
  if (scope?.kind === "app" ? scope.appId === app.id : canUse(request, organizationOf(request.state, app))) return app;
  throw new Refusal(403, "unauthorized");
}
