import { z } from "zod";

/** Each jurisdiction is a namespace of buckets of its own, named by a header (R2 docs, Data location). */
export const jurisdiction = z.enum(["default", "eu", "us", "fedramp"]).default("default");

/** The provider sends the header with `default` as well. */
export function jurisdictionHeader(value: string): Record<string, string> {
  return { "cf-r2-jurisdiction": value };
}
