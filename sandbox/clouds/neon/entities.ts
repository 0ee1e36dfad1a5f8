import type { CloudRequest, Json } from "../core/cloud.ts";

export type PlanName = "free" | "launch" | "scale";

/** How the next operations end that would have finished; used up from the front. An empty list means all of them finish. */
export type Outcome = "failed" | "error";

export interface NeonState {
  plan: PlanName;
  /** sha256 of the one API key, hexadecimal. The key is a personal one, so that every list and create must name its organization. */
  readonly tokenDigest: string;
  /** What every password is derived from, together with the number its role holds. */
  readonly passwordSeed: string;
  /** Whose key it is. */
  readonly account: { readonly id: string; readonly email: string; readonly name: string };
  readonly organizations: Organization[];
  /** Deleted ones stay, marked, as Neon keeps them recoverable for seven days. */
  readonly projects: ProjectState[];
  readonly outcomes: Outcome[];
}

export type NeonRequest = CloudRequest<NeonState>;

export interface ProjectState {
  project: Project;
  deletedAt?: string;
  /** The branch the project began with, or the backup that took its place at a restore. */
  rootBranchId: string;
  branches: Branch[];
  endpoints: Endpoint[];
  roles: Role[];
  databases: Database[];
  readonly annotations: { [branchId: string]: Annotation };
  readonly operations: ProjectOperation[];
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly managed_by: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface DefaultEndpointSettings {
  autoscaling_limit_min_cu: number;
  autoscaling_limit_max_cu: number;
  suspend_timeout_seconds: number;
  pg_settings?: { [key: string]: string };
}

export interface ProjectSettings {
  allowed_ips: { ips: string[]; protected_branches_only: boolean };
  enable_logical_replication: boolean;
  block_public_connections: boolean;
  block_vpc_connections: boolean;
  [other: string]: Json;
}

/** As `GET /projects/{project_id}` answers it. */
export interface Project {
  readonly id: string;
  name: string;
  readonly platform_id: string;
  readonly region_id: string;
  readonly pg_version: number;
  readonly proxy_host: string;
  readonly provisioner: string;
  readonly store_passwords: boolean;
  history_retention_seconds: number;
  default_endpoint_settings: DefaultEndpointSettings;
  settings: ProjectSettings;
  readonly branch_logical_size_limit: number;
  readonly branch_logical_size_limit_bytes: number;
  readonly creation_source: string;
  readonly owner_id: string;
  readonly org_id: string;
  readonly cpu_used_sec: number;
  readonly active_time_seconds: number;
  readonly compute_time_seconds: number;
  readonly written_data_bytes: number;
  readonly data_transfer_bytes: number;
  readonly data_storage_bytes_hour: number;
  readonly consumption_period_start: string;
  readonly consumption_period_end: string;
  readonly created_at: string;
  updated_at: string;
}

export interface Branch {
  readonly id: string;
  readonly project_id: string;
  parent_id?: string;
  parent_lsn?: string;
  parent_timestamp?: string;
  name: string;
  current_state: "init" | "resetting" | "ready";
  pending_state?: "ready";
  state_changed_at: string;
  readonly creation_source: string;
  primary: boolean;
  default: boolean;
  protected: boolean;
  readonly cpu_used_sec: number;
  readonly compute_time_seconds: number;
  readonly active_time_seconds: number;
  readonly written_data_bytes: number;
  readonly data_transfer_bytes: number;
  readonly created_at: string;
  updated_at: string;
  expires_at?: string;
  ttl_interval_seconds?: number;
  last_reset_at?: string;
  readonly created_by: { readonly name: string; readonly image: string };
  readonly init_source: "parent-data" | "schema-only";
}

export interface Endpoint {
  readonly id: string;
  readonly host: string;
  name?: string;
  readonly project_id: string;
  readonly branch_id: string;
  readonly region_id: string;
  readonly type: "read_write" | "read_only";
  autoscaling_limit_min_cu: number;
  autoscaling_limit_max_cu: number;
  suspend_timeout_seconds: number;
  settings: { [key: string]: Json };
  disabled: boolean;
  current_state: "init" | "active" | "idle";
  pending_state?: "active" | "idle";
  readonly pooler_enabled: boolean;
  readonly pooler_mode: "transaction";
  readonly passwordless_access: boolean;
  readonly proxy_host: string;
  provisioner: string;
  readonly creation_source: string;
  readonly created_at: string;
  updated_at: string;
  started_at?: string;
  suspended_at?: string;
}

/** `passwordNumber` never leaves the state; a role that may not log in has none. */
export interface Role {
  readonly branch_id: string;
  readonly name: string;
  readonly protected: boolean;
  readonly authentication_method: "password" | "no_login";
  passwordNumber?: number;
  readonly created_at: string;
  updated_at: string;
}

export interface Database {
  readonly id: number;
  readonly branch_id: string;
  name: string;
  owner_name: string;
  readonly created_at: string;
  updated_at: string;
}

interface Annotation {
  readonly object: { readonly type: "console/branch"; readonly id: string };
  readonly value: { readonly [key: string]: string };
  readonly created_at: string;
  readonly updated_at: string;
}

export type OperationAction =
  | "create_timeline"
  | "create_branch"
  | "delete_timeline"
  | "start_compute"
  | "suspend_compute"
  | "apply_config"
  | "apply_storage_config";

export interface ProjectOperation {
  readonly id: string;
  readonly project_id: string;
  readonly branch_id?: string;
  readonly endpoint_id?: string;
  readonly action: OperationAction;
  status: "scheduling" | "running" | "finished" | "failed" | "error";
  error?: string;
  failures_count: number;
  retry_at?: string;
  readonly created_at: string;
  updated_at: string;
  total_duration_ms: number;
}
