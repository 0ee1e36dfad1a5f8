import { z } from "zod";

/**
 * Says that one thing serves several environments, which stack owns it, and why that is meant. Only the owner's stack
 * declares it; the others read what it tells them.
 */
export const sharedSchema = z
  .strictObject({
    owner: z
      .string()
      .min(1)
      .describe("Name of the stack that declares it, such as `shared`.")
      .meta({ examples: ["shared"] }),
    reason: z.string().min(10).describe("Why it is one thing for all. Shown in the documents."),
  })
  .describe("One thing for several environments. Changing the owner moves the resource between stacks by hand.")
  .meta({ title: "shared" });

/** How a part of the product runs on a developer's machine: the development tier has no Fly apps and no Pages slice. */
export const localSchema = z
  .strictObject({
    port: z
      .int()
      .min(1)
      .max(65535)
      .optional()
      .describe("Port on localhost; `url` is then `http://localhost:<port>`. Left out: it listens at none.")
      .meta({ examples: [8000] }),
    command: z
      .string()
      .min(1)
      .describe("What to run, from the repository's root.")
      .meta({ examples: ["npm run dev"] }),
    env: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Path of its `.env`. Default: in the folder that `command` changes to with `cd`, else beside its fly.toml; `.env.<key>` where two would be one.",
      )
      .meta({ examples: ["apps/web/.env"] }),
    optional: z.boolean().default(false).describe("True when the product works without it. Default false."),
  })
  .describe("How it runs on a developer's machine.")
  .meta({ title: "local" });
