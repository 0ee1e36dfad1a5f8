import { GraphQLError } from "graphql";
import { canUse, tokenOf } from "../../access.ts";
import type { AccessToken, App, FlyRequest, Organization } from "../../entities.ts";
import { findOrganization, organizationOf, seeApp, USER_EMAIL } from "../../store.ts";
import { NEAREST_REGION, REGIONS } from "../regions.ts";
import { connect, type Page, viewApp, viewOrganization, viewRegion, viewUser } from "./views.ts";

export const queries = {
  app: ({ name = "" }: { name?: string }, request: FlyRequest) => viewApp(request, requireApp(request, name)),

  organization: ({ slug = "" }: { slug?: string }, request: FlyRequest) => {
    const organization = findOrganization(request.state, slug);
    if (!organization) throw notFound(request, "Organization", slug);
    requireAccess(request, organization);
    return viewOrganization(request, organization);
  },

  /** Those of the organizations that the token reaches; a deploy token sees its own app. */
  apps: ({ organizationId, role, ...page }: AppsQuery, request: FlyRequest) => {
    requireToken(request);
    const own = Object.keys(request.state.apps)
      .flatMap((name) => seeApp(request.state, name) ?? [])
      .filter((app) => app.readsUntilGone === undefined && reaches(request, app))
      .filter((app) => role === undefined || app.role === role)
      .filter((app) => organizationId === undefined || organizationOf(request.state, app).id === organizationId);
    return connect(
      own.map((app) => viewApp(request, app)),
      page,
    );
  },

  appNameAvailable: ({ name }: { name: string }, request: FlyRequest) =>
    !request.state.foreignAppNames.includes(name) && seeApp(request.state, name) === undefined,

  canPerformBluegreenDeployment: ({ name }: { name: string }, request: FlyRequest) => {
    requireApp(request, name);
    return true;
  },

  organizations: (page: Page, request: FlyRequest) => {
    requireToken(request);
    const own = request.state.organizations.filter((one) => canUse(request, one));
    return connect(
      own.map((one) => viewOrganization(request, one)),
      page,
    );
  },

  viewer: (_: object, request: FlyRequest) => {
    const { scope } = requireToken(request);
    return scope.kind === "user" ? viewUser : { __typename: "Macaroon", email: USER_EMAIL };
  },

  platform: () => ({ regions: REGIONS.map(viewRegion) }),

  nearestRegion: () => REGIONS.filter(({ code }) => code === NEAREST_REGION).map(viewRegion)[0],
};

interface AppsQuery extends Page {
  readonly organizationId?: string;
  readonly role?: string;
}

function reaches(request: FlyRequest, app: App): boolean {
  const scope = tokenOf(request)?.scope;
  return scope?.kind === "app" ? scope.appId === app.id : canUse(request, organizationOf(request.state, app));
}

function requireToken(request: FlyRequest): AccessToken {
  const token = tokenOf(request);
  if (!token) throw unauthenticated();
  return token;
}

/** The app of a name. Refuses as Fly does: flyctl matches this text. */
export function requireApp(request: FlyRequest, name: string): App {
  const app = seeApp(request.state, name);
  if (!app || app.readsUntilGone !== undefined) throw notFound(request, "App", name);
  const scope = tokenOf(request)?.scope;
  const isOwn = scope?.kind === "app" && scope.appId === app.id;
  const organization = findOrganization(request.state, app.organization);
  if (!isOwn && organization) requireAccess(request, organization);
  return app;
}

export function requireAccess(request: FlyRequest, organization: Organization): void {
  if (!tokenOf(request)) throw unauthenticated();
  if (!canUse(request, organization))
    throw new GraphQLError("Not authorized to access this organization", { extensions: { code: "UNAUTHORIZED" } });
}

export function notFound(request: FlyRequest, noun: string, key: string): GraphQLError {
  if (!tokenOf(request)) return unauthenticated();
  return new GraphQLError(`Could not find ${noun} "${key}"`, { extensions: { code: "NOT_FOUND" } });
}

function unauthenticated(): GraphQLError {
  return new GraphQLError("You must be authenticated to view this.", { extensions: { code: "UNAUTHORIZED" } });
}
