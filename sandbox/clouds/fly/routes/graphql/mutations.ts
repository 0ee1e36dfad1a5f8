import { GraphQLError } from "graphql";
import { digest } from "../../../core/digest.ts";
import type { App, FlyRequest, IpType, TokenScope } from "../../entities.ts";
import { seeApp, USER_EMAIL } from "../../store.ts";
import { assignIpAddress, releaseIpAddress } from "../ip-addresses.ts";
import { addRelease, setReleaseStatus } from "../releases.ts";
import { writeSecrets } from "../secrets.ts";
import { mintToken } from "../tokens.ts";
import { notFound, requireAccess, requireApp } from "./queries.ts";
import { viewApp, viewIpAddress, viewRelease, viewToken } from "./views.ts";

interface Mutation<T> {
  readonly input: T & { readonly clientMutationId?: string };
}

interface CreateTokenInput {
  readonly name: string;
  readonly organizationId: string;
  readonly profile: string;
  readonly profileParams?: { readonly app_id?: unknown };
  readonly expiry?: string;
}

interface AllocateInput {
  readonly appId: string;
  readonly type: IpType;
  readonly region?: string;
  readonly network?: string;
  readonly organizationId?: string;
  readonly serviceName?: string;
}

interface SetSecretsInput {
  readonly appId: string;
  readonly secrets: readonly { readonly key: string; readonly value: string }[];
  readonly replaceAll?: boolean;
}

interface CreateReleaseInput {
  readonly appId: string;
  readonly image: string;
  readonly strategy: string;
  readonly definition: unknown;
}

/** Builds are nowhere to be read again, so none is kept. */
const buildOf = (input: object, id: string, status: string) => ({ ...input, id, status, wallclockTimeMs: 1000 });

export const mutations = {
  createBuild: ({ input }: Mutation<{ appName: string }>, request: FlyRequest) => {
    requireApp(request, input.appName);
    return buildOf(input, String(request.ids.number("build", 1001)), "started");
  },

  finishBuild: ({ input }: Mutation<{ appName: string; buildId: string; status: string }>, request: FlyRequest) => {
    requireApp(request, input.appName);
    return buildOf(input, input.buildId, input.status);
  },

  createRelease: ({ input }: Mutation<CreateReleaseInput>, request: FlyRequest) => {
    const release = addRelease(request, requireApp(request, input.appId), input);
    return { clientMutationId: input.clientMutationId, release: viewRelease(release) };
  },

  updateRelease: ({ input }: Mutation<{ releaseId: string; status: string }>, request: FlyRequest) => {
    const release = setReleaseStatus(request, input.releaseId, input.status);
    if (!release) throw notFound(request, "Release", input.releaseId);
    return { clientMutationId: input.clientMutationId, release: viewRelease(release) };
  },

  setSecrets: ({ input }: Mutation<SetSecretsInput>, request: FlyRequest) => {
    const app = requireApp(request, input.appId);
    const kept = input.replaceAll ? input.secrets.map(({ key }) => key) : undefined;
    const dropped = Object.keys(app.secrets.entries).filter((name) => kept && !kept.includes(name));
    const gone = dropped.map((name) => [name, null] as const);
    writeSecrets(request, app, Object.fromEntries([...gone, ...input.secrets.map(({ key, value }) => [key, value])]));
    return { clientMutationId: input.clientMutationId, app: viewApp(request, app), release: null };
  },

  unsetSecrets: ({ input }: Mutation<{ appId: string; keys: readonly string[] }>, request: FlyRequest) => {
    const app = requireApp(request, input.appId);
    writeSecrets(request, app, Object.fromEntries(input.keys.map((key) => [key, null])));
    return { clientMutationId: input.clientMutationId, app: viewApp(request, app), release: null };
  },

  createLimitedAccessToken: ({ input }: Mutation<CreateTokenInput>, request: FlyRequest) => {
    const organization = request.state.organizations.find(({ id }) => id === input.organizationId);
    if (!organization) throw notFound(request, "Organization", input.organizationId);
    requireAccess(request, organization);
    const scope = readScope(request, organization.slug, input);
    const order = { name: input.name, scope, expiry: input.expiry, listedIn: organization.slug };
    const { token, header } = mintToken(request, order);
    return { clientMutationId: input.clientMutationId, limitedAccessToken: viewToken(request, token, header) };
  },

  deleteLimitedAccessToken: ({ input }: Mutation<{ id?: string; token?: string }>, request: FlyRequest) => {
    const own = input.token?.split(",")[0]?.replace("FlyV1 ", "") ?? "";
    const token = request.state.accessTokens.find(
      (one) => one.listedIn !== undefined && (one.id === input.id || one.digest === digest(own)),
    );
    const organization = request.state.organizations.find(({ slug }) => slug === token?.listedIn);
    if (!token || !organization) throw notFound(request, "LimitedAccessToken", input.id ?? "");
    requireAccess(request, organization);
    if (token.revokedAt !== undefined) throw new GraphQLError("Token has already been revoked");
    token.revokedAt = request.clock.iso();
    return { clientMutationId: input.clientMutationId, token: input.token, revokedBy: USER_EMAIL };
  },

  allocateIpAddress: ({ input }: Mutation<AllocateInput>, request: FlyRequest) => {
    const app = requireApp(request, input.appId);
    const organization = request.state.organizations.find(({ id }) => id === input.organizationId);
    const address = assignIpAddress(request, app, {
      type: input.type,
      region: input.region,
      network: input.network,
      service_name: input.serviceName,
      ...(organization && { org_slug: organization.slug }),
    });
    return {
      clientMutationId: input.clientMutationId,
      app: viewApp(request, app),
      ipAddress: address.type === "shared_v4" ? null : viewIpAddress(address),
    };
  },

  releaseIpAddress: (
    { input }: Mutation<{ appId?: string; ip?: string; ipAddressId?: string }>,
    request: FlyRequest,
  ) => {
    const app = requireApp(request, input.appId ?? "");
    const address = app.ipAddresses.find(({ ip, id }) => ip === input.ip || id === input.ipAddressId);
    if (!address || !releaseIpAddress(app, address.ip)) throw notFound(request, "IPAddress", input.ip ?? "");
    return { clientMutationId: input.clientMutationId, app: viewApp(request, app) };
  },
};

/** What flyctl's two profiles open: one app, named by its node id, or the organization. */
function readScope(request: FlyRequest, organization: string, input: CreateTokenInput): TokenScope {
  if (input.profile === "deploy_organization") return { kind: "organization", organization };
  if (input.profile !== "deploy") throw new GraphQLError(`Unknown token profile "${input.profile}"`);
  const appId = String(input.profileParams?.app_id ?? "");
  const hasId = (app: App) => app.id === appId && app.organization === organization;
  const app = Object.values(request.state.apps).find(hasId);
  if (!app || seeApp(request.state, app.name)?.readsUntilGone !== undefined) throw notFound(request, "App", appId);
  return { kind: "app", appId };
}
