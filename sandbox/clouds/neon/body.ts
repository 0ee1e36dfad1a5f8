import type { z } from "zod";
import type { NeonRequest } from "./entities.ts";
import { Refusal } from "./errors.ts";

/** The request's body by its schema; unknown keys are dropped. Throws 400. */
export function readBody<T>(request: NeonRequest, schema: z.ZodType<T>): T {
  return parse(request.body, schema);
}

/**
 * The same where the body may be left out. The vendor's npm client then sends nothing under a JSON content type, or an
 * empty form: both are an empty object.
 */
export function readOptionalBody<T>(request: NeonRequest, schema: z.ZodType<T>): T {
  return parse(typeof request.body === "object" ? request.body : {}, schema);
}

/** The request's query by its schema; every value is a string. Throws 400. */
export function readQuery<T>(request: NeonRequest, schema: z.ZodType<T>): T {
  return parse(Object.fromEntries(request.query), schema);
}

function parse<T>(value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  // guess: the status and the text of a malformed request
  throw new Refusal(400, `invalid request; field:"${issue?.path.join(".")}", reason:"${issue?.message}"`);
}
