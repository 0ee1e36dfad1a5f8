import { digest } from "../../../core/digest.ts";
import type { AccessToken, App, FlyRequest, IpAddress, Organization, Release } from "../../entities.ts";
import { findOrganization, organizationOf, USER_EMAIL } from "../../store.ts";
import { appStatus } from "../apps.ts";
import type { Region } from "../regions.ts";
import { isInProgress, newestFirst } from "../releases.ts";

export interface Page {
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
    version: app.releases?.length ?? 0,
    role: { __typename: "EmptyAppRole", name: app.role },
    currentRelease: newestFirst(app)
      .filter(({ status }) => status === "complete")
      .map(viewRelease)[0],
    currentReleaseUnprocessed: newestFirst(app).map(viewRelease)[0],
    releases: (page: Page) => connect(newestFirst(app).map(viewRelease), page),
    releasesUnprocessed: (page: Page) => connect(newestFirst(app).map(viewRelease), page),
    image: ({ ref }: { ref: string }) => viewImage(app, ref),
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
    paidPlan: true,
    billable: true,
    type: isPersonal ? "PERSONAL" : "SHARED",
    viewerRole: "admin",
    limitedAccessTokens: (page: Page) =>
      viewTokens(
        request,
        request.state.accessTokens.filter(({ listedIn }) => listedIn === slug),
        page,
      ),
  };
}

export const viewUser = { __typename: "User", id: "user-1", email: USER_EMAIL, name: "sandbox", enablePaidHobby: true };

export function viewRelease({ version, image, strategy, definition, ...release }: Release) {
  return {
    ...release,
    version,
    imageRef: image,
    configDefinition: definition,
    deploymentStrategy: strategy,
    description: "Release",
    reason: "",
    evaluationId: null,
    stable: release.status === "complete",
    inProgress: isInProgress(release.status),
    user: viewUser,
  };
}

/** An image is in the registry once a build or a release has named it; nothing is stored of it. */
function viewImage({ name, releases = [] }: App, ref: string) {
  const isPublic = !ref.startsWith("registry.fly.io/");
  const known = isPublic || ref.startsWith(`registry.fly.io/${name}:`) || releases.some(({ image }) => image === ref);
  if (!known) return null;
  const id = digest(ref);
  return { id: id.slice(0, 16), ref, digest: `sha256:${id}`, compressedSize: 1024, compressedSizeFull: "1024" };
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
    user: viewUser,
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
export function connect<T>(items: T[], { first, after }: Page) {
  const from = Number(after || 0);
  const to = first === undefined ? items.length : from + first;
  const nodes = items.slice(from, to);
  const pageInfo = { endCursor: String(from + nodes.length), hasNextPage: to < items.length };
  return { nodes, pageInfo, totalCount: items.length };
}
