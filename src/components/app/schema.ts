import { z } from "zod";
import { localSchema, sharedSchema } from "../../config/schema/shared.ts";
import { valuesSchema } from "../../config/schema/value.ts";

const machineSchema = z.strictObject({
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

/** A time such as `15s` or `1m`, held to the seconds that flyctl accepts (flyctl, internal/appconfig validation). */
function duration(least: number, most: number) {
  const error = `is not a time from ${least}s to ${most}s, such as 15s`;
  return z.string().refine((text) => {
    const [, count, unit] = /^(\d+)(s|m)$/.exec(text) ?? [];
    const seconds = Number(count) * (unit === "m" ? 60 : 1);
    return seconds >= least && seconds <= most;
  }, error);
}

const healthSchema = z.strictObject({
  path: z.string().startsWith("/").describe("Path that answers 2xx when the app is well, such as `/health`."),
  interval: duration(2, 3600).default("15s").describe("Time between two checks. Default `15s`; Fly's minimum is 2s."),
  timeout: duration(1, 60).default("5s").describe("Time until a check counts as failed. Default `5s`; at most 60s."),
  grace: duration(0, 3600).default("10s").describe("Time after start in which failures do not count. Default `10s`."),
});

/** One Fly app: its name, its machines, what it runs with. */
export const appSchema = z.strictObject({
  name: z
    .string()
    .describe("Fly app name: a-z, 0-9 and dashes, unique in the world.")
    .meta({ differs: "freely", changing: "refused", examples: ["shop-api${environment.suffix}"] }),
  port: z
    .int()
    .min(1)
    .max(65535)
    .describe("Port the app listens on inside its machine.")
    .meta({ examples: [8000] }),
  organization: z
    .string()
    .optional()
    .describe("Fly organization. Default: `fly.organization`.")
    .meta({ differs: "freely", changing: "refused", examples: ["personal"] }),
  regions: z
    .record(z.string(), z.int().min(0))
    .optional()
    .describe("Machines by region, such as `{ iad: 1, sjc: 1 }`; the first is primary. Default: one in `fly.region`.")
    .meta({ differs: "freely", examples: [{ iad: 2, sjc: 1 }] }),
  machine: machineSchema.prefault({}).describe("Size of each machine.").meta({ differs: "freely" }),
  sleep: z
    .enum(["off", "stop", "suspend"])
    .default("off")
    .describe("What Fly's proxy does with idle machines. Default `off`: they never sleep.")
    .meta({ differs: "freely" }),
  minimum: z
    .int()
    .min(0)
    .optional()
    .describe("Machines of the primary region that never sleep. Default 0 when sleeping.")
    .meta({ differs: "freely" }),
  concurrency: z
    .strictObject({
      type: z.enum(["connections", "requests"]).describe("What is counted. `connections` for WebSockets."),
      soft: z.int().min(1).optional().describe("Load at which others are preferred. Default: Fly's 20."),
      hard: z.int().min(1).optional().describe("Load above which nothing more is sent. Default: none."),
    })
    .optional()
    .describe("How much one machine takes at once.")
    .meta({ differs: "freely" }),
  release: z
    .string()
    .optional()
    .describe("Command run once before a deploy touches any machine: migrations.")
    .meta({ examples: ["npm run migrate"] }),
  releaseTimeout: z
    .string()
    .optional()
    .describe("How long `release` may run, such as `10m`. Default: Fly's 5 minutes."),
  health: z
    .union([
      z
        .string()
        .startsWith("/")
        .transform((path) => healthSchema.parse({ path })),
      healthSchema,
    ])
    .optional()
    .describe("Health check over HTTP: a path, or a path with times. Required in production.")
    .meta({ examples: ["/health"] }),
  domains: z
    .array(z.string())
    .default([])
    .describe("Host names of its own; the first one is its URL.")
    .meta({ differs: "freely", changing: "new", examples: [["api.shop.dev"]] }),
  proxied: z
    .boolean()
    .default(false)
    .describe("True puts Cloudflare's proxy before the domains. Default false.")
    .meta({ differs: "freely" }),
  addresses: z
    .strictObject({
      v4: z
        .enum(["shared", "dedicated", "none"])
        .default("shared")
        .describe("IPv4. Dedicated costs about 2 USD a month. The other kind is another address.")
        .meta({ changing: "new" }),
      v6: z.boolean().default(true).describe("IPv6. Default true."),
    })
    .prefault({})
    .describe("Public addresses. Without one, `<app>.fly.dev` does not answer.")
    .meta({ differs: "freely" }),
  config: z
    .string()
    .optional()
    .describe(
      "Path of its fly.toml. Default `fly.<stack>.toml`, or `fly.<app>.<stack>.toml` where several apps leave it out.",
    )
    .meta({ differs: "freely" }),
  dockerfile: z
    .string()
    .optional()
    .describe("Path of its Dockerfile, relative to `config`.")
    .meta({ differs: "freely" }),
  buildArgs: valuesSchema
    .default({})
    .describe("Arguments of the image's build, in clear: they are inlined in the image.")
    .meta({ differs: "by value" }),
  smoke: z
    .array(z.string())
    .default([])
    .describe("Paths that must answer 2xx after a deploy, beside `health`.")
    .meta({ examples: [["/version"]] }),
  migrations: z
    .strictObject({
      current: z.string().optional().describe("Command that shows the revision the database is at."),
      down: z.string().optional().describe("Command that goes back; `<revision>` stands for the target."),
    })
    .optional()
    .describe("How migrations are looked at and taken back, for the runbook."),
  variables: valuesSchema
    .default({})
    .describe("Plain environment variables: they go to `[env]` of fly.toml, in clear.")
    .meta({ differs: "by value", examples: [{ LOG_LEVEL: "info" }] }),
  secrets: valuesSchema
    .default({})
    .describe("Environment variables kept as Fly secrets.")
    .meta({ differs: "by value", examples: [{ DATABASE_URL: "${databases.main.url}" }] }),
  rollout: z
    .enum(["rolling", "staged"])
    .default("rolling")
    .describe("Changed secrets restart the machines one by one (`rolling`), or wait for the next deploy (`staged`).")
    .meta({ differs: "freely" }),
  local: localSchema.optional(),
  shared: sharedSchema.optional(),
});

export type AppConfig = z.output<typeof appSchema>;
