import { z } from "zod";

const rotation = z.strictObject({
  count: z.int().min(1).describe("How often it was rotated here. One more makes another."),
  overlap: z
    .boolean()
    .default(false)
    .describe(
      "The one before is still there, and still valid. Without this it is revoked or forgotten at the end of the next up.",
    ),
});

/** How often each key or secret was rotated in one environment, by its path. */
export const rotationsSchema = z.record(z.string().min(1), rotation).default({});

export type Rotation = z.output<typeof rotation>;
export type Rotations = z.output<typeof rotationsSchema>;
