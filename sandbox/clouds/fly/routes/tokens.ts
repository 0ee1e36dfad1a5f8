import { z } from "zod";
import { digest } from "../../core/digest.ts";
import { tokenOf } from "../access.ts";
import type { AccessToken, App, FlyOperation, FlyRequest, Organization, TokenScope } from "../entities.ts";
import { Refusal } from "../errors.ts";
import { parseDuration } from "../go-duration.ts";
import { readBody } from "../request-body.ts";
import { findLiveApp, findOrganization, USER_EMAIL } from "../store.ts";

interface TokenOrder {
  readonly name: string;
  readonly scope: TokenScope;
  /** A Go duration. Empty or absent: twenty years, as `fly tokens create` asks for. */
  readonly expiry?: string | undefined;
  readonly listedIn?: string;
}

const DEFAULT_EXPIRY = "175200h0m0s";

const deployTokenBody = z.object({ expiry: z.string().optional() });

export const tokens: FlyOperation[] = [
  { name: "fly.readCurrentTokens", method: "GET", path: "/v1/tokens/current", handle: readCurrentTokens },
  { name: "fly.createDeployToken", method: "POST", path: "/v1/apps/:app/deploy_token", handle: createDeployToken },
];

/** Makes a token. `header` is the whole value of an Authorization header, and what users put into `FLY_API_TOKEN`. */
export function mintToken(
  { state, ids, clock }: FlyRequest,
  order: TokenOrder,
): { token: AccessToken; header: string } {
  const lifetime = parseDuration(order.expiry || DEFAULT_EXPIRY);
  if (lifetime === undefined) throw new Refusal(400, `invalid expiry: time: invalid duration "${order.expiry}"`);
  const permission = `fm2_${ids.hex("permission", 64)}`;
  const token: AccessToken = {
    id: ids.slug("token", 14),
    digest: digest(permission),
    name: order.name,
    scope: order.scope,
    createdAt: clock.iso(),
    expiresAt: clock.iso(Math.floor(lifetime / 1e9)),
    ...(order.listedIn !== undefined && { listedIn: order.listedIn }),
  };
  state.accessTokens.push(token);
  return { token, header: `FlyV1 ${permission},fm2_${ids.hex("discharge", 64)}` };
}

function createDeployToken(request: FlyRequest) {
  const app = findLiveApp(request);
  const { expiry } = readBody(request, deployTokenBody);
  const { header } = mintToken(request, { name: "", scope: { kind: "app", appId: app.id }, expiry });
  return { status: 200, body: { token: header } };
}

/** One entry for each organization the token reaches. */
function readCurrentTokens(request: FlyRequest) {
  const token = tokenOf(request);
  if (!token) throw new Error("the request was let in without a token");
  const { scope } = token;
  const app = scope.kind === "app" ? findById(request, scope.appId) : undefined;
  const reached = app?.organization ?? (scope.kind === "organization" ? scope.organization : undefined);
  const organization = reached === undefined ? undefined : findOrganization(request.state, reached);
  const organizations = scope.kind === "user" ? request.state.organizations : organization ? [organization] : [];
  const describe = ({ slug, name }: Organization) => ({
    token_id: token.id,
    org_slug: slug,
    organization: name,
    apps: app ? [app.name] : [],
    user: scope.kind === "user" ? USER_EMAIL : "",
    source_machine_id: "",
    restricted_to_machine: "",
  });
  return { status: 200, body: { tokens: organizations.map(describe) } };
}

function findById({ state }: FlyRequest, appId: string): App | undefined {
  return Object.values(state.apps).find(({ id }) => id === appId);
}
