import { z } from "zod";
import { appSchema } from "./app.ts";
import { bucketSchema } from "./bucket.ts";
import { databaseSchema } from "./database.ts";
import { siteSchema } from "./site.ts";
import { valuesSchema } from "./value.ts";

/** Keys of apps, databases, buckets and sites: they are logical names, so renaming one is a new resource. */
const key = z.string().regex(/^[a-z][a-z0-9-]*$/, {
  error: "is not a key: lower-case letters, digits and dashes, starting with a letter",
});

/** What all environments of a product share: `<project>:system` in Pulumi.yaml. */
export const systemSchema = z.strictObject({
  title: z.string().optional().describe("The product's name as people write it. Default: the project's name."),
  repository: z
    .string()
    .regex(/^[^/\s]+\/[^/\s]+$/, { error: 'is not of the form "owner/name"' })
    .optional()
    .describe("GitHub repository, `owner/name`."),
  fly: z
    .strictObject({
      organization: z.string().describe("Slug of the Fly organization. Apps are never moved."),
      region: z.string().describe("Primary region, such as `iad`."),
    })
    .optional()
    .describe("Where Fly apps live, unless an app says otherwise."),
  neon: z
    .strictObject({
      organization: z.string().optional().describe("Id of the Neon organization, `org-…`. Needed with a personal key."),
      region: z.string().describe("Region id, such as `aws-us-east-2`. Fixed for a project's life."),
      postgres: z.int().min(14).max(18).default(17).describe("Major version of new projects. Default 17."),
      plan: z.enum(["free", "launch", "scale"]).optional().describe("For limits and cost. Default: unknown."),
    })
    .optional(),
  cloudflare: z
    .strictObject({
      account: z
        .string()
        .regex(/^[0-9a-f]{32}$/, { error: "is not a Cloudflare account id: 32 hexadecimal characters" }),
      zones: z.record(z.string(), z.string()).default({}).describe("Zone id by domain, for DNS records."),
    })
    .optional(),
  databases: z.record(key, databaseSchema).default({}),
  buckets: z.record(key, bucketSchema).default({}),
  apps: z.record(key, appSchema).default({}),
  sites: z.record(key, siteSchema).default({}),
  pipeline: z
    .strictObject({
      variables: valuesSchema.default({}).describe("Variables of the GitHub environment."),
      secrets: valuesSchema.default({}).describe("Secrets of the GitHub environment, beside the Fly deploy tokens."),
      checks: z
        .record(key, z.string().min(1))
        .default({})
        .describe("Commands that must pass before a deployment, by job name, such as `{ test: npm test }`."),
      ci: z
        .string()
        .optional()
        .describe("Path of the workflow that runs `checks` for `deploy.on.workflow`. Its name is that workflow's."),
    })
    .prefault({})
    .describe("What the GitHub environment of each deployed tier carries, and what runs before a deployment."),
  monitoring: z
    .array(z.string().min(1))
    .default([])
    .describe("Where to look when something is wrong, one line each, with `${…}` expressions. For the documents."),
});

export type SystemConfig = z.output<typeof systemSchema>;
