import { authorizeFly } from "../../vendors/fly/authorization.ts";
import { flyService } from "../../vendors/fly/hosts.ts";
import { JsonApi } from "../call/json-api.ts";
import { FlyAccess } from "./access.ts";
import { FlyApps } from "./apps.ts";
import { flyCallLimits } from "./call-limits.ts";
import { FlyCertificates } from "./certificates.ts";
import { flyDialect } from "./dialect.ts";
import { FlyIpAssignments } from "./ip-assignments.ts";
import { FlyMachines } from "./machines.ts";
import { FlyPostgres } from "./postgres.ts";
import { FlyRegions } from "./regions.ts";
import { FlySecrets } from "./secrets.ts";
import { FlyTokens } from "./tokens.ts";
import { FlyVolumes } from "./volumes.ts";

export interface FlyClientOptions {
  /** A token in any form the vendor's tools print: with or without scheme, several parts with commas between. */
  readonly token: string;
  /** Machines API, `https://api.machines.dev`, without `/v1` (flyctl: `FLY_FLAPS_BASE_URL`). */
  readonly flapsUrl: string;
  /** Host of GraphQL, `https://api.fly.io` (flyctl: `FLY_API_BASE_URL`). */
  readonly apiUrl: string;
  /** Ends whatever the client is doing. */
  readonly signal?: AbortSignal | undefined;
}

export interface FlyClient {
  readonly access: FlyAccess;
  readonly apps: FlyApps;
  readonly secrets: FlySecrets;
  readonly ipAssignments: FlyIpAssignments;
  readonly certificates: FlyCertificates;
  readonly volumes: FlyVolumes;
  readonly machines: FlyMachines;
  readonly tokens: FlyTokens;
  readonly regions: FlyRegions;
  readonly postgres: FlyPostgres;
}

/** A client of both Fly APIs. Constructing it makes no request; every method throws a CloudError when Fly refuses or is silent. */
export function createFlyClient({ token, flapsUrl, apiUrl, signal }: FlyClientOptions): FlyClient {
  const authorization = authorizeFly(token);
  const host = { service: flyService, dialect: flyDialect, signal };
  const rest = { authorization: authorization.rest, limits: flyCallLimits };
  const machinesApi = new JsonApi({ ...host, ...rest, url: flapsUrl });
  const graphql = new JsonApi({ ...host, url: apiUrl, authorization: authorization.graphql });
  return {
    access: new FlyAccess(machinesApi),
    apps: new FlyApps(machinesApi),
    secrets: new FlySecrets(machinesApi),
    ipAssignments: new FlyIpAssignments(machinesApi),
    certificates: new FlyCertificates(machinesApi),
    volumes: new FlyVolumes(machinesApi),
    machines: new FlyMachines(machinesApi),
    tokens: new FlyTokens(graphql),
    regions: new FlyRegions(machinesApi),
    postgres: new FlyPostgres(machinesApi),
  };
}
