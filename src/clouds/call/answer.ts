import * as z from "zod";
import { renderPath } from "../../problem/path.ts";
import { hideSecrets } from "../../problem/secrets.ts";

/** The shape of an answer as the vendor documents it, as far as it is read. What is not named is left out of what is read. */
export type Shape<T> = z.ZodType<T>;

/** Of an answer of which nothing is read: anything but a page, which is not the API's. */
export const acknowledgement: Shape<unknown> = z
  .unknown()
  .refine((body) => typeof body !== "string" || !/^\s*</.test(body), "a page is not an answer of the API");

const LONGEST_START = 60;

/** The answer in its shape, or what is wrong with it. Only a text that is not JSON is quoted, by its start, without `secrets`. */
export function readAnswer<T>(
  shape: Shape<T>,
  body: unknown,
  secrets: readonly string[] = [],
): { readonly answer: T } | { readonly wrong: string } {
  const read = shape.safeParse(body);
  if (read.success) return { answer: read.data };
  if (body === undefined || body === "") return { wrong: "an empty answer" };
  if (typeof body === "string")
    return { wrong: `a text that begins with ${JSON.stringify(hideSecrets(body, secrets).slice(0, LONGEST_START))}` };
  const issues = read.error.issues.map(({ path, message }) => {
    const place = renderPath(path.map((part) => (typeof part === "symbol" ? String(part) : part)));
    return place === "" ? message : `${place}: ${message}`;
  });
  return { wrong: issues.slice(0, 3).join("; ") };
}
