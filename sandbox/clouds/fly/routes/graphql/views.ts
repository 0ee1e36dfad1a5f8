import type { AccessToken, App, FlyRequest, IpAddress, Organization } from "../../entities.ts";
import { findOrganization, organizationOf, USER_EMAIL } from "../../store.ts";
import { appStatus } from "../apps.ts";
import type { Region } from "../regions.ts";

interface Page {
  readonly first?: number;
  readonly after?: string;
}

export function viewApp(request: FlyRequest, app: App) {
  const { state } = request;
  const hostname = `${app.name}.fly.dev`;
  return {
    ...app,
    hostname,
    appUrl: `https://${hostname}`,
    status: appStatus(app),
    deployed: appStatus(app) === "deployed",
    platformVersion: "machines",
    organization: () => viewOrganization(request, organizationOf(state, app)),
    secrets: Object.values(app.secrets.entries).map((secret) => ({ ...secret, id: secret.name })),
    sharedIpAddress: app.ipAddresses.find(({ type }) => type === "shared_v4")?.ip,
    ipAddresses: (page: Page) =>
      connect(app.ipAddresses.filter(({ type }) => type !== "shared_v4").map(viewIpAddress), page),
    limitedAccessTokens: (page: Page) => {
      const own = state.accessTokens.filter(({ scope }) => scope.kind === "app" && scope.appId === app.id);
      return viewTokens(request, own, page);
    },
  };
}

export function viewOrganization(request: FlyRequest, organization: Organization): object {
  const { slug, isPersonal } = organization;
  return {
    ...organization,
    slug: isPersonal ? "personal" : slug,
    rawSlug: slug,
    limitedAccessTokens: (page: Page) =>
      viewTokens(
        request,
        request.state.accessTokens.filter(({ listedIn }) => listedIn === slug),
        page,
      ),
  };
}

/** `header` only when the token was just made. */
export function viewToken(request: FlyRequest, token: AccessToken, header?: string) {
  const { scope, listedIn = "" } = token;
  return {
    ...token,
    profile: scope.kind === "app" ? "deploy" : "deploy_organization",
    profileParams: scope.kind === "app" ? { app_id: scope.appId } : {},
    organization: () => {
      const organization = findOrganization(request.state, listedIn);
      return organization && viewOrganization(request, organization);
    },
    user: { email: USER_EMAIL },
    token: header?.replace("FlyV1 ", ""),
    tokenHeader: header,
  };
}

/** Anycast addresses are in every region. */
export function viewIpAddress(address: IpAddress) {
  return { ...address, address: address.ip, region: address.region || "global", network: address.network?.name };
}

export function viewRegion({ code, name, latitude, longitude }: Region) {
  return { code, name, latitude, longitude, gatewayAvailable: true, requiresPaidPlan: false, deprecated: false };
}

function viewTokens(request: FlyRequest, tokens: AccessToken[], page: Page) {
  const listed = tokens.filter(({ listedIn }) => listedIn !== undefined);
  return connect(
    listed.map((token) => viewToken(request, token)),
    page,
  );
}

/** One page of a Relay connection; a cursor is the number of items up to it. */
function connect<T>(items: T[], { first, after }: Page) {
  const from = Number(after ?? 0);
  const to = first === undefined ? items.length : from + first;
  const nodes = items.slice(from, to);
  const pageInfo = { endCursor: String(from + nodes.length), hasNextPage: to < items.length };
  return { nodes, pageInfo, totalCount: items.length };
}
