import { z } from "zod";

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
          branches: patterns.optional(),
          tags: patterns.optional().describe("Tags that deploy when pushed, such as `v*`."),
          paths: patterns.optional().describe("Only when one of these files changed."),
        })
        .optional(),
      release: z
        .strictObject({ tags: patterns.default(["v*"]).describe("Tags a release may have. Default `v*`.") })
        .optional()
        .describe("A GitHub release is published."),
      workflow: z
        .strictObject({
          name: z.string().describe("Workflow that must have passed, such as `CI`."),
          branches: patterns.optional(),
          tags: patterns.optional().describe("GitHub has no tag filter here; the generated job checks it itself."),
        })
        .optional(),
      pullRequest: z.boolean().optional().describe("Each pull request has an environment of its own."),
      manual: z.boolean().optional().describe("Can be started by hand."),
    })
    .prefault({}),
  reviewers: z
    .strictObject({
      users: z.array(z.int()).default([]).describe("Numeric GitHub user ids."),
      teams: z.array(z.int()).default([]).describe("Numeric GitHub team ids."),
      preventSelfReview: z.boolean().default(false),
    })
    .optional()
    .describe("Who must approve a deployment. At most six."),
  wait: z.int().min(0).max(43_200).default(0).describe("Minutes to wait before a deployment. Default 0."),
  workflow: z
    .string()
    .optional()
    .describe("Path of the deploy workflow. Default `.github/workflows/deploy-<stack>.yml`."),
  checklist: z.array(z.string().min(1)).default([]).describe("What a person checks before deploying here."),
});

/** What one environment changes: `<project>:environment` in Pulumi.<stack>.yaml, beside overrides of the system. */
export const environmentSchema = z.strictObject({
  tier: z.enum(tiers).optional().describe("Default: from the stack's name (dev, staging, production, shared, pr-N)."),
  alias: z.string().optional().describe("Short form of the name, `${environment.alias}`. Default: the stack's name."),
  suffix: z.string().optional().describe("`${environment.suffix}`. Default: empty in production, else `-<stack>`."),
  protect: z
    .boolean()
    .optional()
    .describe("Pulumi refuses to delete its stateful things. Default: true in production."),
  deploy: deploySchema.prefault({}),
  differs: z
    .record(z.string(), z.string().min(10))
    .default({})
    .describe("Reason for each difference beyond the usual knobs, by path; `*` stands for any characters."),
});

export type EnvironmentConfig = z.output<typeof environmentSchema>;
export type DeployConfig = z.output<typeof deploySchema>;
