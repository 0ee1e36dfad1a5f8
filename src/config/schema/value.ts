import { z } from "zod";

/** The shapes a generated secret can have: what its reader expects, not how strong it is. */
export const generatedShapes = ["fernet", "hex", "base64", "base64url", "alphanumeric", "uuid"] as const;

const generated = z
  .strictObject({
    generate: z
      .enum(generatedShapes)
      .describe("Shape of the value: `fernet` is 44 characters, url-safe base64. Another one needs a new `generation`.")
      .meta({ changing: "refused", examples: ["hex"] }),
    bytes: z
      .int()
      .min(16)
      .max(512)
      .optional()
      .describe("Random bytes in it. Default 32. Not for `fernet` and `uuid`. Others need a new `generation`.")
      .meta({ changing: "refused" }),
    generation: z
      .int()
      .min(1)
      .optional()
      .describe("Count up to rotate the value. Default 1.")
      .meta({ changing: "new" }),
  })
  .describe("A value made at random once per environment and kept in the encrypted state.");

const sameEverywhere = z
  .strictObject({
    value: z.string().describe("The value, with `${…}` expressions."),
    shared: z.string().min(10).describe("Why every environment has the same value. Shown as a warning."),
  })
  .describe("A value that one would expect to differ between environments, and that on purpose does not.");

/** What a variable or a secret gets its value from. Numbers and booleans become text, as an environment variable is. */
export const valueSchema = z
  .union([
    z.string().describe("Text with `${…}` expressions."),
    z.number().transform(String),
    z.boolean().transform(String),
    generated,
    sameEverywhere,
  ])
  .meta({ title: "value" });

export type Value = z.output<typeof valueSchema>;

/** Names of environment variables, as POSIX shells and Fly's flyctl accept them. */
export const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error: "is not a name for an environment variable: letters, digits and _ only, not starting with a digit",
});

export const valuesSchema = z.record(variableName, valueSchema);
