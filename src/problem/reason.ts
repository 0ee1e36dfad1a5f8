import { Problem } from "./problem.ts";

/** The words of whatever was thrown. */
export function reasonOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

/** The same without what to do: for a sentence of another problem, which has a cure of its own. */
export function whatOf(failure: unknown): string {
  return failure instanceof Problem ? failure.what : reasonOf(failure);
}
