import { z } from "zod";
import { Problem } from "../../problem/problem.ts";
import { neonExpiryProblem } from "../../vendors/neon/branch-expiry.ts";
import { neonNameProblem } from "../../vendors/neon/names.ts";
import { checkCompute, computeInputs } from "./compute.ts";
import { lineageInput } from "./ownership.ts";
import { neonId } from "./resource-id.ts";

export const branchInputs = z.object({
  projectId: neonId("project").describe("Id of the project. Changing it replaces the branch."),
  name: z.string().describe("Name of the branch, 1 to 256 characters, unique in the project."),
  parentId: neonId("branch")
    .optional()
    .describe(
      "Id of the branch it starts from. Default: the project's default branch. Changing it replaces the branch.",
    ),
  schemaOnly: z
    .boolean()
    .default(false)
    .describe(
      "Takes the parent's schema without its data, as a root branch. Default false. Changing it replaces the branch.",
    ),
  expiresAt: z
    .string()
    .optional()
    .describe("Instant in RFC 3339, at most 30 days ahead, at which Neon deletes the branch. Default: never."),
  protected: z
    .boolean()
    .optional()
    .describe("Whether Neon refuses to delete it. Paid plans only. Default: left alone."),
  ...computeInputs,
  ...lineageInput,
  role: z.string().min(1).optional().describe("Inherited role to connect as. Gives `url`, together with `database`."),
  database: z
    .string()
    .min(1)
    .optional()
    .describe("Inherited database to connect to. Gives `url`, together with `role`."),
});

export const branchOutputs = z.object({
  branchId: z.string().describe("Id of the branch, `br-…`."),
  endpointId: z.string().describe("Id of its compute, `ep-…`."),
  host: z.string().describe("Host for migrations and sessions."),
  pooledHost: z.string().describe("Host for many short connections: PgBouncer in transaction mode."),
  password: z.string().optional().describe("Password of `role` on this branch: a protected parent's is another."),
  url: z.string().optional().describe("`postgresql://` URI by the direct host."),
  pooledUrl: z.string().optional().describe("`postgresql://` URI by the pooled host."),
});

export type BranchInputs = z.infer<typeof branchInputs>;
export type BranchOutputs = z.infer<typeof branchOutputs>;

export function checkBranch(inputs: Partial<BranchInputs>): Problem[] {
  const { name, expiresAt } = inputs;
  const found = {
    name: name !== undefined && neonNameProblem("branch", name),
    // Its form only: an instant that has passed must not make every later command fail.
    expiresAt: expiresAt !== undefined && neonExpiryProblem(expiresAt),
  };
  const problems = Object.entries(found).flatMap(([property, problem]) =>
    problem ? [problem.at({ path: [property] })] : [],
  );
  return [...problems, ...checkCompute(inputs), ...checkExpiryOfProtected(inputs)];
}

function checkExpiryOfProtected({ protected: kept, expiresAt }: Partial<BranchInputs>): Problem[] {
  if (!kept || expiresAt === undefined) return [];
  return [
    new Problem({
      code: "neon-branch-expiry",
      where: { path: ["expiresAt"] },
      what: "A protected branch cannot expire.",
      why: "https://neon.com/docs/guides/branch-expiration",
      fix: "leave one of the two out",
    }),
  ];
}

/** For when everything is known: `check` cannot tell an input that is absent from one that is not known yet. */
export function refuseHalfAConnection({ role, database }: BranchInputs): void {
  if ((role === undefined) === (database === undefined)) return;
  const [given, missing] = role === undefined ? ["database", "role"] : ["role", "database"];
  throw new Problem({
    code: "half-a-connection",
    what: `The branch declares \`${given}\` without \`${missing}\`, and its URLs name both.`,
    fix: `declare \`${missing}\` too, or leave both out`,
  });
}
