import { z } from "zod";
import { pathsSchema } from "../../config/schema/paths.ts";
import { localSchema, sharedSchema } from "../../config/schema/shared.ts";
import { valuesSchema } from "../../config/schema/value.ts";

/** One Cloudflare Pages project, and this environment's slot of it. */
export const siteSchema = z.strictObject({
  project: z
    .string()
    .describe("Pages project name: a-z, 0-9 and dashes, at most 58. An environment may have a project of its own.")
    .meta({ differs: "freely", changing: "new", examples: ["shop"] }),
  pagesHost: z
    .string()
    .regex(/^[a-z0-9-]+\.pages\.dev$/, { error: "is not a host of Pages, such as shop-4i6.pages.dev" })
    .optional()
    .describe("Cloudflare's host of a project that exists, for the documents. Values read it from the project itself.")
    .meta({ differs: "freely", examples: ["shop-4i6.pages.dev"] }),
  productionBranch: z
    .string()
    .describe("The branch whose deployments are Pages' production; every other branch is a preview.")
    .meta({ differs: "freely", examples: ["main"] }),
  branch: z
    .string()
    .describe("The branch that carries this environment. Decides which of the two slots is its own.")
    .meta({ differs: "freely", examples: ["main"] }),
  build: z
    .strictObject({
      command: z
        .string()
        .optional()
        .describe("Build command, run from `root`.")
        .meta({ examples: ["npm run build"] }),
      output: z
        .string()
        .optional()
        .describe("Folder that is published, relative to `root`.")
        .meta({ examples: ["dist"] }),
      root: z.string().optional().describe("Folder the build runs in. Default: the repository's root."),
    })
    .prefault({})
    .describe("How Cloudflare builds it, or the deploy workflow what is uploaded."),
  paths: pathsSchema
    .optional()
    .describe(
      "Files of the repository that it depends on: a deployment that moves its branch does so only when one of them differs. What Cloudflare builds at a push it builds always. Default: always.",
    )
    .meta({ examples: [["apps/web/**", "package-lock.json"]] }),
  framework: z.string().optional().describe("For the documents: `sveltekit`, `next`, …"),
  connected: z
    .boolean()
    .default(true)
    .describe(
      "Cloudflare builds each push to the repository. Needs its GitHub App there. False: what is built is uploaded. Default true.",
    )
    .meta({ changing: "ignored" }),
  upload: z
    .enum(["workflow", "elsewhere"])
    .default("workflow")
    .describe(
      "Who uploads what is not `connected`: the deploy workflow, which builds it by `build` with the variables of the slot, or something else. Default `workflow`.",
    )
    .meta({ differs: "freely", examples: ["elsewhere"] }),
  compatibility: z
    .strictObject({
      date: z.string().describe("What of the runtime the functions see, `YYYY-MM-DD` in quotes. Not in the future."),
      flags: z
        .array(z.string())
        .default([])
        .describe("Changes of the runtime that are taken or refused before their date.")
        .meta({ examples: [["nodejs_compat"]] }),
    })
    .optional()
    .describe(
      "Cloudflare's runtime, of the slot's functions. Acts on later deployments. Default: as Cloudflare has it.",
    )
    .meta({ differs: "freely", examples: [{ date: "2026-01-15", flags: ["nodejs_compat"] }] }),
  domains: z
    .array(z.string())
    .default([])
    .describe("Host names of its own. Only for the production slot.")
    .meta({ differs: "freely", changing: "new", examples: [["shop.dev"]] }),
  variables: valuesSchema
    .default({})
    .describe("Build-time variables of the slot, in clear.")
    .meta({ differs: "by value", examples: [{ PUBLIC_API_URL: "${apps.api.url}" }] }),
  secrets: valuesSchema
    .default({})
    .describe("Variables of the slot that Cloudflare never shows again.")
    .meta({ differs: "by value" }),
  local: localSchema.optional(),
  shared: sharedSchema.optional(),
});

export type SiteConfig = z.output<typeof siteSchema>;
