import { z } from "zod";

/** Name of a secret or variable, by the rules the provider checks in a preview (GitHub docs, Secrets reference). */
export const actionName = z
  .string()
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "takes letters, digits and underscores, and does not start with a digit.")
  .refine((name) => !name.toUpperCase().startsWith("GITHUB_"), "may not start with GITHUB_.");
