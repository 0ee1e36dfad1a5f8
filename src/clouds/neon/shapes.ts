import * as z from "zod";

/** What every answer must hold, by Neon's OpenAPI document (`required`), of what is read here. The vendor's types say the rest. */

const operation = z.looseObject({
  id: z.string().min(1),
  project_id: z.string().min(1),
  action: z.string(),
  status: z.string().min(1),
  failures_count: z.number(),
});

const namedProject = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  region_id: z.string(),
  pg_version: z.number(),
});

const project = namedProject.extend({ history_retention_seconds: z.number() });

const branch = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  default: z.boolean(),
  protected: z.boolean(),
});

const endpoint = z.looseObject({
  id: z.string().min(1),
  type: z.string(),
  host: z.string().min(1),
  autoscaling_limit_min_cu: z.number(),
  autoscaling_limit_max_cu: z.number(),
  suspend_timeout_seconds: z.number(),
});

const database = z.looseObject({ id: z.number(), name: z.string().min(1), owner_name: z.string() });
const role = z.looseObject({ name: z.string().min(1) });
const annotation = z.looseObject({ value: z.record(z.string(), z.string()) });
const operations = z.array(operation);

/** Of a change: what Neon does about it, some of which names nothing. */
const changed = z.looseObject({ operations: operations.optional() });

export const neonAnswers = {
  auth: z.looseObject({ auth_method: z.string() }),
  organizations: z.looseObject({ organizations: z.array(z.looseObject({ id: z.string().min(1), name: z.string() })) }),
  project: z.looseObject({ project }),
  projects: z.looseObject({
    projects: z.array(namedProject),
    unavailable_project_ids: z.array(z.string()).optional(),
  }),
  createdProject: z.looseObject({ project, branch, endpoints: z.array(endpoint), operations }),
  branch: z.looseObject({ branch, annotation: annotation.optional() }),
  branches: z.looseObject({ branches: z.array(branch), annotations: z.record(z.string(), annotation).optional() }),
  createdBranch: z.looseObject({ branch, operations }),
  endpoints: z.looseObject({ endpoints: z.array(endpoint) }),
  database: z.looseObject({ database }),
  databases: z.looseObject({ databases: z.array(database) }),
  role: z.looseObject({ role }),
  password: z.looseObject({ password: z.string().min(1) }),
  connection: z.looseObject({ uri: z.string().min(1) }),
  operation: z.looseObject({ operation }),
  operations: z.looseObject({ operations }),
  changed,
  /** 204 has no body. */
  removed: z.union([z.literal(""), z.undefined(), changed]),
} as const;
