import { z } from "zod";
import { sharedSchema } from "../../config/schema/shared.ts";

/** One R2 bucket. */
export const bucketSchema = z.strictObject({
  name: z
    .string()
    .describe("Bucket name: 3 to 63 of a-z, 0-9 and dashes. A new name is a new, empty bucket.")
    .meta({ differs: "freely", changing: "new", examples: ["shop-media${environment.suffix}"] }),
  location: z
    .enum(["apac", "eeur", "enam", "weur", "wnam", "oc"])
    .optional()
    .describe("Hint where it should lie. Honoured once, when the name is first used.")
    .meta({ differs: "freely", changing: "ignored" }),
  jurisdiction: z
    .enum(["default", "eu", "fedramp"])
    .default("default")
    .describe("Where data must stay. Fixed for life.")
    .meta({ changing: "new" }),
  cors: z
    .strictObject({
      origins: z
        .array(z.string())
        .min(1)
        .describe("Origins that may call, with `${…}` expressions.")
        .meta({ examples: [["${sites.web.url}"]] }),
      methods: z
        .array(z.enum(["GET", "PUT", "POST", "DELETE", "HEAD"]))
        .min(1)
        .describe("Methods that are allowed."),
      headers: z.array(z.string()).optional().describe("Request headers that are allowed."),
      exposed: z
        .array(z.string())
        .optional()
        .describe("Answer headers that a page may read.")
        .meta({ examples: [["ETag"]] }),
      maxAge: z.int().min(0).max(86_400).optional().describe("Seconds a browser may keep the answer."),
    })
    .optional()
    .describe("Which web pages may read or write it from a browser.")
    .meta({ differs: "freely" }),
  domains: z
    .array(z.string())
    .default([])
    .describe("Host names at which everybody may read it, in a zone of the system; the first one is its `url`.")
    .meta({ differs: "freely", changing: "new", examples: [["media.shop.dev"]] }),
  public: z
    .boolean()
    .optional()
    .describe("Everybody may read it at its `r2.dev` address. Default: as Cloudflare has it, closed at first.")
    .meta({ differs: "freely" }),
  expire: z
    .record(z.string(), z.int().min(1))
    .optional()
    .describe("Days after which objects are deleted, by the start of their keys.")
    .meta({ examples: [{ "tmp/": 7 }] }),
  access: z
    .enum(["read", "write"])
    .default("write")
    .describe("What this environment's storage key may do with it.")
    .meta({ differs: "freely" }),
  shared: sharedSchema.optional(),
});

/** The key that opens the buckets of an environment, of which there is one. */
export const storageSchema = z.strictObject({
  generation: z
    .int()
    .min(1)
    .default(1)
    .describe("Count up to rotate the key. The old one is revoked once everything that takes it is updated. Default 1.")
    .meta({ differs: "freely", changing: "new" }),
});

export type BucketConfig = z.output<typeof bucketSchema>;
