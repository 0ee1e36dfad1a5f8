import { NeonAccess } from "./access.ts";
import { connectVendorApi, NeonApi, type VendorApi } from "./api.ts";
import { NeonBranches } from "./branches.ts";
import { NeonChanges } from "./changes.ts";
import { NeonDatabases } from "./databases.ts";
import { NeonEndpoints } from "./endpoints.ts";
import { NeonOperations } from "./operations.ts";
import { ProjectLock } from "./project-lock.ts";
import { NeonProjects } from "./projects.ts";
import { NeonRoles } from "./roles.ts";

export interface NeonClientOptions {
  /** Personal, organization or project key (neon.com/docs/manage/api-keys). */
  readonly apiKey: string;
  /** With `/api/v2`. Default `https://console.neon.tech/api/v2`. */
  readonly baseUrl?: string | undefined;
  /** Id, `org-…`, that new projects belong to. A personal key needs one. */
  readonly organization?: string | undefined;
  /** Seconds for which one change is waited for. Default 300, as Neon's own SDK does. */
  readonly patienceSeconds?: number | undefined;
}

export interface NeonClient {
  readonly organization: string | undefined;
  readonly access: NeonAccess;
  readonly projects: NeonProjects;
  readonly branches: NeonBranches;
  readonly endpoints: NeonEndpoints;
  readonly roles: NeonRoles;
  readonly databases: NeonDatabases;
  readonly changes: NeonChanges;
  /** Ends every wait. */
  readonly signal: AbortSignal | undefined;
  /** The same client, with waits that end when `signal` is aborted. */
  readonly until: (signal: AbortSignal) => NeonClient;
}

/**
 * A client of Neon's API. Constructing it makes no request; every method throws a CloudError when Neon refuses or is silent,
 * and an UnsettledError when what it accepted does not come to an end. One client per process: it is what keeps changes
 * of one project in line.
 */
export function createNeonClient(options: NeonClientOptions): NeonClient {
  const { apiKey, baseUrl = "https://console.neon.tech/api/v2", organization, patienceSeconds = 300 } = options;
  const vendor = connectVendorApi(apiKey, baseUrl);
  const shared = { vendor, apiKey, lock: new ProjectLock(), organization, patienceSeconds };
  return assemble(shared);
}

interface Shared {
  readonly vendor: VendorApi;
  readonly apiKey: string;
  readonly lock: ProjectLock;
  readonly organization: string | undefined;
  readonly patienceSeconds: number;
}

function assemble(shared: Shared, signal?: AbortSignal): NeonClient {
  const api = new NeonApi(shared.vendor, shared.apiKey, signal);
  const changes = new NeonChanges(api, new NeonOperations(api, shared.patienceSeconds * 1000), shared.lock);
  return {
    organization: shared.organization,
    access: new NeonAccess(api),
    projects: new NeonProjects(api, changes),
    branches: new NeonBranches(api, changes),
    endpoints: new NeonEndpoints(api, changes),
    roles: new NeonRoles(api, changes),
    databases: new NeonDatabases(api, changes),
    changes,
    signal,
    until: (until) => assemble(shared, until),
  };
}
