import { z } from "zod";
import type { Problem } from "../../problem/problem.ts";
import { NEON_POSTGRES_VERSIONS } from "../../vendors/neon/compute.ts";
import { neonDatabaseNameProblem, neonNameProblem, neonRoleNameProblem } from "../../vendors/neon/names.ts";
import { NEON_HISTORY_SECONDS } from "../../vendors/neon/plans.ts";
import { checkCompute, computeInputs } from "./compute.ts";
import { lineageInput } from "./ownership.ts";

export const projectInputs = z.object({
  name: z.string().describe("Name of the project, 1 to 256 characters. Neon lets several have the same; we do not."),
  region: z.string().min(1).describe("Id of the region, such as `aws-us-east-1`. Cannot be changed."),
  postgres: z
    .int()
    .min(NEON_POSTGRES_VERSIONS.least)
    .max(NEON_POSTGRES_VERSIONS.most)
    .default(NEON_POSTGRES_VERSIONS.default)
    .describe("Major version of Postgres, 14 to 18. Default 17. Cannot be changed."),
  organization: z
    .string()
    .regex(/^org-[a-z0-9-]{1,56}$/, "must be the organization's id, org-…, from its settings page")
    .optional()
    .describe("Id of the organization that owns it. Default: the provider's, else the key's own. Cannot be changed."),
  branch: z.string().default("main").describe("Name of the default branch. Default `main`."),
  role: z.string().describe("Role that owns the database; Neon chooses its password. Cannot be changed."),
  database: z.string().describe("Database on the default branch. Cannot be changed."),
  passwordGeneration: z.int().min(1).default(1).describe("Another number resets the role's password. Default 1."),
  historyRetentionSeconds: z
    .int()
    .min(NEON_HISTORY_SECONDS.least)
    .max(NEON_HISTORY_SECONDS.most)
    .optional()
    .describe("How far back a branch or a restore may reach. Default: the plan's. Plans have different ceilings."),
  ...computeInputs,
  protectedBranch: z
    .boolean()
    .optional()
    .describe(
      "Whether Neon refuses to delete the default branch and the project. Paid plans only. Default: left alone.",
    ),
  ...lineageInput,
  logicalReplication: z
    .literal(true)
    .optional()
    .describe("Turns on logical replication, which restarts the computes and cannot be undone. Default: left alone."),
});

export const projectOutputs = z.object({
  projectId: z.string().describe("Id of the project, such as `quiet-river-12345678`."),
  branchId: z.string().describe("Id of the default branch, `br-…`."),
  endpointId: z.string().describe("Id of its compute, `ep-…`."),
  host: z.string().describe("Host for migrations and sessions (LISTEN, advisory locks, prepared statements)."),
  pooledHost: z.string().describe("Host for many short connections: PgBouncer in transaction mode."),
  password: z.string().describe("Password of `role`."),
  url: z.string().describe("`postgresql://` URI by the direct host, for libpq and what is built on it."),
  pooledUrl: z.string().describe("`postgresql://` URI by the pooled host."),
});

export type ProjectInputs = z.infer<typeof projectInputs>;
export type ProjectOutputs = z.infer<typeof projectOutputs>;

export function checkProject(inputs: Partial<ProjectInputs>): Problem[] {
  const { name, branch, role, database } = inputs;
  const found = {
    name: name !== undefined && neonNameProblem("project", name),
    branch: branch !== undefined && neonNameProblem("branch", branch),
    role: role !== undefined && neonRoleNameProblem(role),
    database: database !== undefined && neonDatabaseNameProblem(database),
  };
  const problems = Object.entries(found).flatMap(([property, problem]) =>
    problem ? [problem.at({ path: [property] })] : [],
  );
  return [...problems, ...checkCompute(inputs)];
}
