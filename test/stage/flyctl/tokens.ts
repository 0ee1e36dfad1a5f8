import type { FlyApi } from "./fly.ts";

const APP = "query ($name: String!) { app(name: $name) { id organization { id } } }";
const CREATE = `mutation ($input: CreateLimitedAccessTokenInput!) {
  createLimitedAccessToken(input: $input) { limitedAccessToken { tokenHeader } }
}`;

/** A token that may deploy one app, as `flyctl tokens create deploy` prints it (flyctl internal/command/tokens/create.go). */
export async function createDeployToken(fly: FlyApi, app: string, name: string, expiry: string): Promise<string> {
  const found = await fly.graphql<{ app: { id: string; organization: { id: string } } }>(APP, { name: app });
  const { id, organization } = found.app;
  const input = { name, organizationId: organization.id, profile: "deploy", profileParams: { app_id: id }, expiry };
  const made = await fly.graphql<{ createLimitedAccessToken: { limitedAccessToken: { tokenHeader: string } } }>(
    CREATE,
    { input },
  );
  return made.createLimitedAccessToken.limitedAccessToken.tokenHeader;
}
