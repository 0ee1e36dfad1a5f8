import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { sharedSchema } from "../../config/schema/shared.ts";

/** The driver a connection URL is written for. Each accepts other query parameters. */
export const databaseDrivers = ["libpq", "psycopg", "asyncpg", "prisma", "ecto"] as const;

/** What is of the project that a database lies in, and is said once, by the one that has the project. */
const ofProject = ["name", "region", "postgres", "branch", "history", "disk", "compute", "shared"] as const;

const written = z.strictObject({
  in: z
    .string()
    .optional()
    .describe(
      "Key of the database in whose Neon project it lies, with a role of its own. Default: it has a project itself.",
    )
    .meta({ changing: "refused", examples: ["main"] }),
  provider: z
    .enum(["neon", "fly", "docker"])
    .default("neon")
    .describe("Where it runs: Neon, Fly Managed Postgres, or a container on the developer's machine.")
    .meta({ changing: "new" }),
  name: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe("Name of the Neon project or Fly cluster. Unique to the environment. Needed without `in`.")
    .meta({
      differs: "freely",
      changing: { neon: "in place", fly: "refused" },
      examples: ["shop-${environment.alias}"],
    }),
  database: z
    .string()
    .min(1)
    .max(63)
    .optional()
    .describe("Name of the database inside. Default: its key.")
    .meta({ changing: "refused" }),
  role: z
    .string()
    .min(1)
    .max(63)
    .optional()
    .describe("Role that owns it. Default `<database>_owner`.")
    .meta({ changing: "refused" }),
  driver: z.enum(databaseDrivers).default("libpq").describe("The driver that `url` is written for. Default `libpq`."),
  region: z
    .string()
    .optional()
    .describe("Default: the provider's region.")
    .meta({ differs: "freely", changing: "refused", examples: ["aws-us-east-2"] }),
  postgres: z.int().min(14).max(18).optional().describe("Major version. Default 17.").meta({ changing: "refused" }),
  compute: z
    .strictObject({
      minimum: z.number().min(0.25).optional().describe("Smallest Neon compute in CU. Default: Neon's."),
      maximum: z.number().min(0.25).optional().describe("Largest Neon compute in CU. Default: Neon's."),
      suspend: z
        .union([z.literal("never"), z.int().min(60).max(604_800)])
        .optional()
        .describe("Seconds without use until it sleeps, or `never` (paid plans). Default: Neon's 300 s."),
    })
    .prefault({})
    .describe("Size and sleep of a Neon compute.")
    .meta({ differs: "freely" }),
  branch: z
    .strictObject({
      of: z
        .string()
        .min(1)
        .describe("Stack whose Neon project it is a branch of, by the same key.")
        .meta({ changing: "refused", examples: ["staging"] }),
      data: z
        .enum(["all", "schema"])
        .default("all")
        .describe("What it starts with: a copy of all that is there, or the schema alone. Default `all`.")
        .meta({ changing: "refused" }),
      parent: z
        .strictObject({
          projectId: z
            .string()
            .min(1)
            .describe("Id of that project.")
            .meta({ changing: "refused", examples: ["quiet-river-12345678"] }),
          branchId: z
            .string()
            .min(1)
            .describe("Id of the branch in it.")
            .meta({ changing: "refused", examples: ["br-calm-leaf-a1b2c3d4"] }),
        })
        .optional()
        .describe(
          "Where that project is, for a stack whose state is in another backend. Default: read from that stack's state.",
        ),
    })
    .optional()
    .describe("A branch of another environment's Neon project in place of a project; `name` is then the branch's.")
    .meta({ differs: "freely" }),
  history: z
    .int()
    .min(0)
    .max(2_592_000)
    .optional()
    .describe("Seconds one can go back to. Default: the plan's.")
    .meta({ differs: "freely" }),
  plan: z
    .enum(["basic", "starter", "launch", "scale", "Performance"])
    .default("basic")
    .describe("Fly Managed Postgres plan. Default `basic`.")
    .meta({ differs: "freely", changing: "refused" }),
  disk: z
    .int()
    .min(10)
    .max(1000)
    .optional()
    .describe("GB of a Fly Managed Postgres cluster. Default: Fly's.")
    .meta({ differs: "freely", changing: "refused" }),
  shared: sharedSchema.optional(),
});

/** One Postgres database with its owner, in a project or cluster of its own or in that of another database. */
export const databaseSchema = ofProject.reduce(
  (schema, word) =>
    schema.refine((database) => database.in === undefined || !isSaid(database[word]), {
      path: [word],
      error: "is of the project that it lies in, and said there",
    }),
  written,
);

function isSaid(value: unknown): boolean {
  return value !== undefined && !isDeepStrictEqual(value, {});
}

export type DatabaseConfig = z.output<typeof databaseSchema>;
