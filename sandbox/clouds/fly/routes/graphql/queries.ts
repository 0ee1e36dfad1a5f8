import { GraphQLError } from "graphql";
import { canUse, tokenOf } from "../../access.ts";
import type { App, FlyRequest, Organization } from "../../entities.ts";
import { findOrganization, seeApp } from "../../store.ts";
import { NEAREST_REGION, REGIONS } from "../regions.ts";
import { viewApp, viewOrganization, viewRegion } from "./views.ts";

export const queries = {
  app: ({ name = "" }: { name?: string }, request: FlyRequest) => viewApp(request, requireApp(request, name)),

  organization: ({ slug = "" }: { slug?: string }, request: FlyRequest) => {
    const organization = findOrganization(request.state, slug);
    if (!organization) throw notFound(request, "Organization", slug);
    requireAccess(request, organization);
    return viewOrganization(request, organization);
  },

  platform: () => ({ regions: REGIONS.map(viewRegion) }),

  nearestRegion: () => REGIONS.filter(({ code }) => code === NEAREST_REGION).map(viewRegion)[0],
};

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
