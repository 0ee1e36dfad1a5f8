import { z } from "zod";
import { pullSchema, reviewSchema } from "./review.ts";
import { rotationsSchema } from "./rotations.ts";

/**
 * What kind of environment a stack is.
 * `development`: databases and buckets in the cloud, apps and sites on the developer's machine.
 * `review`, `staging`, `production`: everything deployed, held to parity with each other.
 * `shared`: only what the system says this stack owns.
 */
export const tiers = ["development", "review", "staging", "production", "shared"] as const;
export type Tier = (typeof tiers)[number];

const patterns = z.array(z.string().min(1)).min(1);

/** When the pipeline deploys, and who must agree. Several triggers may stand side by side. */
export const deploySchema = z.strictObject({
  on: z
    .strictObject({
      push: z
        .strictObject({
          branches: patterns
            .optional()
            .describe("Branches that deploy when pushed.")
            .meta({ examples: [["main"]] }),
          tags: patterns.optional().describe("Tags that deploy when pushed, such as `v*`."),
          paths: patterns.optional().describe("Only when one of these files changed."),
        })
        .optional()
        .describe("A branch or a tag is pushed."),
      release: z
        .strictObject({ tags: patterns.default(["v*"]).describe("Tags a release may have. Default `v*`.") })
        .optional()
        .describe("A GitHub release is published."),
      workflow: z
        .strictObject({
          name: z.string().describe("Workflow that must have passed, such as `CI`."),
          branches: patterns.optional().describe("Branches of that workflow's run."),
          tags: patterns.optional().describe("GitHub has no tag filter here; the generated job checks it itself."),
        })
        .optional()
        .describe("Another workflow has passed."),
      manual: z.boolean().optional().describe("Can be started by hand."),
    })
    .prefault({})
    .describe("What starts a deployment. Several may stand side by side."),
  reviewers: z
    .strictObject({
      users: z.array(z.int()).default([]).describe("Numeric GitHub user ids."),
      teams: z.array(z.int()).default([]).describe("Numeric GitHub team ids."),
      preventSelfReview: z.boolean().default(false).describe("Who started a deployment may not approve it."),
    })
    .optional()
    .describe("Who must approve a deployment. At most six."),
  wait: z.int().min(0).max(43_200).default(0).describe("Minutes to wait before a deployment. Default 0."),
  workflow: z
    .string()
    .optional()
    .describe("Path of the deploy workflow. Default `.github/workflows/deploy-<stack>.yml`."),
  onFailure: z
    .union([
      z.strictObject({
        webhook: z
          .string()
          .regex(/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/, {
            error: "is not a name of a secret: upper-case letters, digits and _",
          })
          .describe(
            "Name of the repository's secret that holds a URL. It is sent JSON with `text` and `content`, as Slack and Discord read.",
          ),
      }),
      z.strictObject({
        command: z.string().min(1).describe("Command, in a checkout. `MESSAGE` and `RUN_URL` are in its environment."),
      }),
    ])
    .optional()
    .describe("What is told when a deployment fails. Default: nothing beside GitHub's own mail.")
    .meta({ examples: [{ webhook: "ALERTS_WEBHOOK" }] }),
  checklist: z.array(z.string().min(1)).default([]).describe("What a person checks before deploying here."),
});

/** What one environment changes: `<project>:environment` in Pulumi.<stack>.yaml, beside overrides of the system. */
export const environmentSchema = z.strictObject({
  tier: z.enum(tiers).optional().describe("Default: from the stack's name (dev, staging, production, shared, pr-N)."),
  alias: z
    .string()
    .optional()
    .describe(
      "Short form of the name, `${environment.alias}`. Default: the stack's name. A change is one of every name with it.",
    )
    .meta({ examples: ["stg"] }),
  suffix: z
    .string()
    .optional()
    .describe(
      "`${environment.suffix}`. Default: empty in production, else `-<stack>`. A change is one of every name with it.",
    )
    .meta({ examples: ["-stg"] }),
  protect: z
    .boolean()
    .optional()
    .describe("Pulumi refuses to delete its stateful things. Default: true in production."),
  review: reviewSchema
    .optional()
    .describe("What environments of pull requests are held to. Of their template, Pulumi.review.yaml, alone."),
  pull: pullSchema
    .optional()
    .describe("The pull request that this environment is of. `parity review up` writes it, nobody else."),
  deploy: deploySchema.prefault({}).describe("When the pipeline deploys here, and who must agree."),
  differs: z
    .record(z.string(), z.string().min(10))
    .default({})
    .describe("Reason for each difference that the schema does not allow, by path; `*` stands for any characters.")
    .meta({ examples: [{ "apps.worker": "Only production sends mail." }] }),
  kept: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "Secrets that their vendor has already, by path: nobody can read them back, and they stay as they are until their line is removed. `parity adopt` writes them.",
    )
    .meta({ examples: [["apps.api.secrets.DATABASE_URL"]] }),
  rotations: rotationsSchema
    .describe(
      "Keys and secrets that were rotated here, by path: `storage`, `apps.<key>.deployToken`, or where a generated value is written. " +
        "`parity secrets rotate` writes it. A line stays: without it the one before the first rotation is made again.",
    )
    .meta({ examples: [{ storage: { count: 1, overlap: true } }] }),
});

export type EnvironmentConfig = z.output<typeof environmentSchema>;
export type DeployConfig = z.output<typeof deploySchema>;
