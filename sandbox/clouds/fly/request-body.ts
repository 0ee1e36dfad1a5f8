import type { z } from "zod";
import type { FlyRequest } from "./entities.ts";
import { Refusal } from "./errors.ts";

/** Reads the JSON body; refuses with 400 (or the status given) and the first thing that is wrong with it. */
export function readBody<T>(request: FlyRequest, schema: z.ZodType<T>, status = 400): T {
  const { data, error } = schema.safeParse(request.body ?? {});
  if (!error) return data;
  const [issue] = error.issues;
  throw new Refusal(status, `invalid_argument: ${issue?.path.join(".") || "body"}: ${issue?.message}`);
}
