import { z } from "zod";
import { duration } from "./check-schema.ts";

export const machineSchema = z.strictObject({
  size: z
    .string()
    .default("shared-cpu-1x")
    .describe("Fly machine preset, such as `shared-cpu-1x` or `performance-2x`. Default `shared-cpu-1x`."),
  memory: z
    .int()
    .optional()
    .describe("Memory in MB, in Fly's steps of 256. Default: the preset's own.")
    .meta({ examples: [512] }),
});

export const regionsSchema = z.record(z.string(), z.int().min(0));

const policy = z.enum(["always", "on-failure", "never"]);

/** What Fly does with a machine whose command has ended. */
export const restartSchema = z.union([
  policy.transform((one): Restart => ({ policy: one })),
  z.strictObject({
    policy: policy.describe("When it is started again."),
    retries: z.int().min(0).optional().describe("How often in a row. Default: Fly's 10."),
  }),
]);

interface Restart {
  readonly policy: z.output<typeof policy>;
  readonly retries?: number | undefined;
}

export const stopSchema = z.strictObject({
  signal: z
    .enum(["SIGINT", "SIGTERM", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL", "SIGSTOP"])
    .optional()
    .describe("Signal that asks a machine to end. Default: Fly's SIGINT."),
  timeout: duration(1, 300).optional().describe("Time it then has, at most `300s`. Default: Fly's 5s."),
});

const groupName = z.string().regex(/^[a-z][a-z0-9_-]*$/, {
  error: "is not a name for a process group: lower-case letters, digits, - and _, starting with a letter",
});

const command = z
  .string()
  .min(1)
  .describe("Command of the group's machines, in place of the image's own.")
  .meta({ examples: ["npm run worker"] });

const processSchema = z.strictObject({
  command,
  regions: regionsSchema
    .optional()
    .describe("Its machines by region. Default: the app's `regions`.")
    .meta({ differs: "freely", examples: [{ iad: 1 }] }),
  machine: machineSchema
    .optional()
    .describe("Size of its machines. Default: the app's `machine`.")
    .meta({ differs: "freely" }),
  restart: restartSchema.optional().describe("What happens when its command ends. Default: the app's `restart`."),
});

/** Process groups by name: one image, several commands, machines for each. */
export const processesSchema = z.record(
  groupName,
  z.union([command.transform((text): z.output<typeof processSchema> => ({ command: text })), processSchema]),
);
