import { z } from "zod";
import { valuesSchema } from "../../config/schema/value.ts";

/** What the GitHub environment of each deployed tier carries, and what runs before a deployment. */
export const pipelineSchema = z.strictObject({
  product: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, {
      error: "is not a name: lower-case letters, digits and dashes, starting with a letter",
    })
    .optional()
    .describe(
      "Name of this product where several are deployed from one repository: it stands in the names of its GitHub environments, workflows and their files. Default: none.",
    )
    .meta({ changing: "new", examples: ["shop"] }),
  variables: valuesSchema.default({}).describe("Variables of the GitHub environment.").meta({ differs: "by value" }),
  secrets: valuesSchema
    .default({})
    .describe("Secrets of the GitHub environment, beside the Fly deploy tokens.")
    .meta({ differs: "by value" }),
  checks: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/, {
        error: "is not a job name: lower-case letters, digits and dashes, starting with a letter",
      }),
      z.string().min(1),
    )
    .default({})
    .describe("Commands that must pass before a deployment, by job name.")
    .meta({ examples: [{ test: "npm test" }] }),
  ci: z
    .string()
    .optional()
    .describe("Path of the workflow that runs `checks` for `deploy.on.workflow`. Its name is that workflow's.")
    .meta({ examples: [".github/workflows/ci.yml"] }),
});
