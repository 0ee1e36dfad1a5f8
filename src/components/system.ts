import { z } from "zod";
import type { Graph } from "../config/graph.ts";
import type { Scope } from "../config/scope.ts";
import { appSchema } from "./app/schema.ts";
import { bucketSchema, storageSchema } from "./bucket/schema.ts";
import { databaseSchema } from "./database/schema.ts";
import { pipelineSchema } from "./pipeline/schema.ts";
import { siteSchema } from "./site/schema.ts";

/** Keys of apps, databases, buckets and sites: they are logical names, so renaming one is a new resource. */
const key = z.string().regex(/^[a-z][a-z0-9-]*$/, {
  error: "is not a key: lower-case letters, digits and dashes, starting with a letter",
});

const flySchema = z.strictObject({
  organization: z
    .string()
    .describe("Slug of the Fly organization. Apps are never moved.")
    .meta({ differs: "freely", changing: "refused", examples: ["personal"] }),
  region: z
    .string()
    .describe("Primary region of apps and of Fly's databases.")
    .meta({ differs: "freely", changing: { apps: "in place", databases: "refused" }, examples: ["iad"] }),
});

const neonSchema = z.strictObject({
  organization: z
    .string()
    .optional()
    .describe("Id of the Neon organization, `org-…`. Needed with a personal key.")
    .meta({ differs: "freely", changing: "refused", examples: ["org-quiet-river-12345678"] }),
  region: z
    .string()
    .describe("Region id. Fixed for a project's life.")
    .meta({ differs: "freely", changing: "refused", examples: ["aws-us-east-2"] }),
  postgres: z
    .int()
    .min(14)
    .max(18)
    .default(17)
    .describe("Major version of new projects. Default 17.")
    .meta({ changing: "refused" }),
  plan: z
    .enum(["free", "launch", "scale"])
    .optional()
    .describe("For limits and cost. Default: unknown.")
    .meta({ differs: "freely" }),
});

const cloudflareSchema = z.strictObject({
  account: z
    .string()
    .regex(/^[0-9a-f]{32}$/, { error: "is not a Cloudflare account id: 32 hexadecimal characters" })
    .describe("Account id: 32 hexadecimal characters, in the dashboard's address.")
    .meta({ differs: "freely", changing: "new", examples: ["0123456789abcdef0123456789abcdef"] }),
  zones: z
    .record(z.string(), z.string())
    .default({})
    .describe("Zone id by domain, for DNS records. Another zone gets the records.")
    .meta({ differs: "freely", changing: "new", examples: [{ "acme.dev": "0123456789abcdef0123456789abcdef" }] }),
});

/** What all environments of a product share: `<project>:system` in Pulumi.yaml. */
export const systemSchema = z.strictObject({
  title: z
    .string()
    .optional()
    .describe("The product's name as people write it. Default: the project's name.")
    .meta({ examples: ["Acme Shop"] }),
  repository: z
    .string()
    .regex(/^[^/\s]+\/[^/\s]+$/, { error: 'is not of the form "owner/name"' })
    .optional()
    .describe("GitHub repository, `owner/name`.")
    .meta({ changing: "new", examples: ["acme/shop"] }),
  fly: flySchema.optional().describe("Where Fly apps live, unless an app says otherwise."),
  neon: neonSchema.optional().describe("Where Neon projects live, unless a database says otherwise."),
  cloudflare: cloudflareSchema.optional().describe("Where buckets, Pages projects and DNS records live."),
  databases: z.record(key, databaseSchema).default({}).describe("Postgres databases, by key."),
  buckets: z.record(key, bucketSchema).default({}).describe("R2 buckets, by key."),
  storage: storageSchema.prefault({}).describe("The key that opens the buckets of an environment."),
  apps: z.record(key, appSchema).default({}).describe("Fly apps, by key."),
  sites: z.record(key, siteSchema).default({}).describe("Pages sites, by key."),
  pipeline: pipelineSchema
    .prefault({})
    .describe("What the GitHub environment of each deployed tier carries, and what runs before a deployment."),
  placeholders: z
    .record(
      z.string().regex(/^[\w-]+(\.[\w-]+)*$/, { error: "is not a path, such as cloudflare.account" }),
      z.string().min(1),
    )
    .default({})
    .describe(
      "Values that nobody has yet, by path, and what to write there. `check` names them; an up sends none to a vendor.",
    )
    .meta({ differs: "freely", examples: [{ "cloudflare.account": "the id in the dashboard's address" }] }),
  monitoring: z
    .array(z.string().min(1))
    .default([])
    .describe("Where to look when something is wrong, one line each, with `${…}` expressions. For the documents."),
});

export type SystemConfig = z.output<typeof systemSchema>;
/** What the values of one environment of a system can see. */
export type SystemScope = Scope<SystemConfig>;
export type SystemGraph = Graph<SystemScope>;
