import { z } from "zod";
import { checkSchema } from "./check-schema.ts";

const port = z.int().min(1).max(65535);

/** How much one machine takes at once. */
export const concurrencySchema = z.strictObject({
  type: z.enum(["connections", "requests"]).describe("What is counted. `connections` for WebSockets."),
  soft: z.int().min(1).optional().describe("Load at which others are preferred. Default: Fly's 20."),
  hard: z.int().min(1).optional().describe("Load above which nothing more is sent. Default: none."),
});

interface WrittenPort {
  readonly port?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

function isOnePortOrRange({ port: one, from, to }: WrittenPort): boolean {
  if (one !== undefined) return from === undefined && to === undefined;
  return from !== undefined && to !== undefined && from <= to;
}

const publicPort = z.union([
  port.transform((one): PublicPort => ({ from: one, to: one, handlers: [] })),
  z
    .strictObject({
      port: port.optional().describe("One port."),
      from: port.optional().describe("First port of a range."),
      to: port.optional().describe("Last port of a range."),
      handlers: z
        .array(z.enum(["http", "tls", "pg_tls", "proxy_proto"]))
        .default([])
        .describe("What Fly's proxy does with a connection. Default: nothing, it is passed on as it is."),
    })
    .refine(isOnePortOrRange, { error: 'is neither one "port" nor a range of "from" and "to"' })
    .transform(({ port: one, from = one ?? 0, to = from, handlers }): PublicPort => ({ from, to, handlers })),
]);

export interface PublicPort {
  readonly from: number;
  readonly to: number;
  readonly handlers: readonly ("http" | "tls" | "pg_tls" | "proxy_proto")[];
}

/** What an app serves beside HTTP. */
export const serviceSchema = z.strictObject({
  port: port.describe("Port it listens on inside its machine.").meta({ examples: [25] }),
  protocol: z.enum(["tcp", "udp"]).default("tcp").describe("Default `tcp`."),
  ports: z
    .array(publicPort)
    .min(1)
    .describe("Ports of the app's public addresses that lead to it: a number, or a range with handlers.")
    .meta({ examples: [[{ port: 5432, handlers: ["pg_tls"] }]] }),
  process: z.string().optional().describe("Process group that serves it. Default: the first."),
  health: checkSchema.optional().describe("Check of this service: a path, or `tcp`."),
  concurrency: concurrencySchema.optional().describe("How much one machine takes at once.").meta({ differs: "freely" }),
});

export type ServiceConfig = z.output<typeof serviceSchema>;
