import { z } from "zod";

/** A disk of each machine of one process group. What is on it stays when the machine is replaced, and is on no other machine. */
export const volumeSchema = z.strictObject({
  path: z
    .string()
    .regex(/^\/.+/, { error: "is not a path inside the machine, such as /data" })
    .describe("Where it is mounted.")
    .meta({ examples: ["/data"] }),
  size: z
    .int()
    .min(1)
    .max(500)
    .default(1)
    .describe("GB of each. It is grown in place and never shrinks. Default 1.")
    .meta({ differs: "freely" }),
  snapshots: z
    .union([z.literal(false), z.int().min(1).max(60)])
    .default(5)
    .describe("Days that Fly's daily snapshots are kept, or `false` for none. Default: Fly's 5.")
    .meta({ differs: "freely" }),
  process: z.string().optional().describe("Process group whose machines have it. Default: the first."),
});

export type VolumeConfig = z.output<typeof volumeSchema>;
