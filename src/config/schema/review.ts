import { z } from "zod";

/** What the environments of pull requests are held to: `review` of Pulumi.review.yaml, their template. */
export const reviewSchema = z.strictObject({
  limit: z.int().min(1).max(100).default(5).describe("Most of them at once. Default 5."),
  days: z
    .int()
    .min(1)
    .max(29)
    .default(7)
    .describe(
      "Days after its last up in which one is swept away, and in which Neon deletes its branches by itself. Default 7.",
    ),
  keep: z
    .string()
    .min(1)
    .max(50)
    .default("review: keep")
    .describe("Label of a pull request that keeps its environment from a sweep. Default `review: keep`."),
  from: z
    .strictObject({
      repository: z
        .string()
        .regex(/^[\w.-]+\/[\w.-]+$/, { error: "is not a repository, such as acme/infrastructure" })
        .describe("Repository that holds this project.")
        .meta({ examples: ["acme/infrastructure"] }),
      folder: z
        .string()
        .regex(/^[\w.@-]+(\/[\w.@-]+)*$/, { error: "is not a folder, from the repository's root" })
        .default(".")
        .describe("Folder of its Pulumi.yaml. Default: the root.")
        .meta({ examples: ["systems/shop"] }),
      branch: z.string().min(1).default("main").describe("Branch that is checked out. Default `main`."),
    })
    .optional()
    .describe("Where the workflow of pull requests finds this project. Default: no such workflow is written.")
    .meta({ examples: [{ repository: "acme/infrastructure" }] }),
});

export type ReviewConfig = z.output<typeof reviewSchema>;

/** The pull request that an environment is of. */
export const pullSchema = z.strictObject({
  branch: z.string().min(1).describe("Its branch, `${pull.branch}`."),
  expires: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, { error: "is not an instant, such as 2026-01-12T10:00:00Z" })
    .optional()
    .describe("Instant at which Neon deletes the branches of its databases."),
});

export type PullConfig = z.output<typeof pullSchema>;
