interface Declined {
  readonly call: string;
  readonly reason: string;
}

const APP = "/v1/apps/{app_name}";
const MACHINE = `${APP}/machines/{machine_id}`;
const KEY = `${APP}/secretkeys/{secret_name}`;

/** Calls of Fly's API that are not served, with the names its document uses. Each answers as every other unserved path does. */
export const declined: readonly Declined[] = [
  ...decline(
    "a volume here has no data to keep a copy of",
    `GET ${APP}/volumes/{volume_id}/snapshots`,
    `POST ${APP}/volumes/{volume_id}/snapshots`,
  ),
  ...decline(
    "no program runs inside a machine here",
    `POST ${MACHINE}/exec`,
    `POST ${MACHINE}/signal`,
    `GET ${MACHINE}/ps`,
    `GET ${MACHINE}/memory`,
    `PUT ${MACHINE}/memory`,
    `POST ${MACHINE}/memory/reclaim`,
  ),
  ...decline("reading a machine gives its events and its version", `GET ${MACHINE}/events`, `GET ${MACHINE}/versions`),
  ...decline(
    "parity lists machines and volumes by app",
    "GET /v1/orgs/{org_slug}/machines",
    "GET /v1/orgs/{org_slug}/volumes",
  ),
  ...decline(
    "certificates come from Let's Encrypt, and go with their hostname",
    `POST ${APP}/certificates/custom`,
    `DELETE ${APP}/certificates/{hostname}/custom`,
    `DELETE ${APP}/certificates/{hostname}/acme`,
  ),
  ...decline(
    "keys to encrypt and sign with, which are not the secrets of an app's environment",
    `GET ${APP}/secretkeys`,
    `GET ${KEY}`,
    `POST ${KEY}`,
    `DELETE ${KEY}`,
    `POST ${KEY}/decrypt`,
    `POST ${KEY}/encrypt`,
    `POST ${KEY}/generate`,
    `POST ${KEY}/sign`,
    `POST ${KEY}/verify`,
  ),
  ...decline(
    "for Fly's own services and for programs inside a machine",
    "POST /v1/tokens/authenticate",
    "POST /v1/tokens/authorize",
    "POST /v1/tokens/kms",
    "POST /v1/tokens/oidc",
  ),
  ...decline("capacity is not modelled", "POST /v1/platform/placements"),
  ...decline(
    "operations on data, of which a cluster here holds none",
    "GET /v1/postgres/{id}/backups",
    "POST /v1/postgres/{id}/backups",
    "POST /v1/postgres/{id}/restore",
    "POST /v1/postgres/{id}/fork",
    "GET /v1/postgres/{id}/databases/{db}/extensions",
    "POST /v1/postgres/{id}/databases/{db}/extensions",
    "DELETE /v1/postgres/{id}/databases/{db}/extensions/{extension}",
  ),
  ...decline(
    "nothing is built here",
    "POST /api/v1/organizations/{org_slug}/builders",
    "GET /api/v1/apps/{app_name}/builders",
    "GET /api/v1/releases/all_current",
    "GraphQL ensureMachineRemoteBuilder",
    "GraphQL latestImageTag",
    "GraphQL latestImageDetails",
  ),
  ...decline(
    "flyctl reaches machines through a tunnel, of which there is none",
    "GraphQL addWireGuardPeer",
    "GraphQL removeWireGuardPeer",
    "GraphQL validateWireGuardPeers",
    "GraphQL issueCertificate",
  ),
  ...decline(
    "made by other calls of flyctl, or by hand in Fly's dashboard",
    "GraphQL createApp",
    "GraphQL deleteApp",
    "GraphQL moveApp",
    "GraphQL addCertificate",
    "GraphQL deleteCertificate",
    "GraphQL checkCertificate",
    "GraphQL createOrganization",
    "GraphQL deleteOrganization",
    "GraphQL createOrganizationInvitation",
    "GraphQL deleteOrganizationMembership",
    "GraphQL createAddOn",
    "GraphQL attachPostgresCluster",
    "GraphQL detachPostgresCluster",
    "GraphQL enablePostgresConsul",
  ),
];

function decline(reason: string, ...calls: string[]): Declined[] {
  return calls.map((call) => ({ call, reason }));
}
