import { z } from "zod";
import { sharedSchema } from "./shared.ts";

/** One R2 bucket. */
export const bucketSchema = z.strictObject({
  name: z
    .string()
    .describe(
      "Bucket name: 3 to 63 of a-z, 0-9 and dashes. Changing it makes a new, empty bucket: a Problem in production.",
    ),
  location: z
    .enum(["apac", "eeur", "enam", "weur", "wnam", "oc"])
    .optional()
    .describe("Hint where it should lie. Honoured once, when the name is first used."),
  jurisdiction: z
    .enum(["default", "eu", "fedramp"])
    .default("default")
    .describe("Where data must stay. Fixed for life."),
  cors: z
    .strictObject({
      origins: z.array(z.string()).min(1).describe("Origins that may call, with `${…}` expressions."),
      methods: z.array(z.enum(["GET", "PUT", "POST", "DELETE", "HEAD"])).min(1),
      headers: z.array(z.string()).optional().describe("Request headers that are allowed."),
      maxAge: z.int().min(0).max(86_400).optional().describe("Seconds a browser may keep the answer."),
    })
    .optional()
    .describe("Which web pages may read or write it from a browser."),
  access: z.enum(["read", "write"]).default("write").describe("What this environment's storage key may do with it."),
  shared: sharedSchema.optional(),
});

export type BucketConfig = z.output<typeof bucketSchema>;
