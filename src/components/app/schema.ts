import { z } from "zod";
import { pathsSchema } from "../../config/schema/paths.ts";
import { localSchema, sharedSchema } from "../../config/schema/shared.ts";
import { valuesSchema } from "../../config/schema/value.ts";
import { checkSchema } from "./check-schema.ts";
import { machineSchema, processesSchema, regionsSchema, restartSchema, stopSchema } from "./process-schema.ts";
import { concurrencySchema, serviceSchema } from "./service-schema.ts";
import { volumeSchema } from "./volume-schema.ts";

/** Keys of services, checks and volumes. */
const key = z.string().regex(/^[a-z][a-z0-9_-]*$/, {
  error: "is not a key: lower-case letters, digits, - and _, starting with a letter",
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
    .optional()
    .describe("Port it listens on inside its machine. With a public address it serves HTTP there. Left out: a worker.")
    .meta({ examples: [8000] }),
  organization: z
    .string()
    .optional()
    .describe("Fly organization. Default: `fly.organization`.")
    .meta({ differs: "freely", changing: "refused", examples: ["personal"] }),
  regions: regionsSchema
    .optional()
    .describe("Machines by region, such as `{ iad: 1, sjc: 1 }`; the first is primary. Default: one in `fly.region`.")
    .meta({ differs: "freely", examples: [{ iad: 2, sjc: 1 }] }),
  machine: machineSchema.prefault({}).describe("Size of each machine.").meta({ differs: "freely" }),
  processes: processesSchema
    .default({})
    .describe("Commands of one image, each on machines of its own. The first one serves `port`.")
    .meta({ examples: [{ web: "npm start", worker: "npm run worker" }] }),
  restart: restartSchema.optional().describe("What happens when a command ends. Default: Fly's own policy."),
  stop: stopSchema.optional().describe("How a machine is asked to end."),
  swap: z.int().min(1).optional().describe("MB of swap of each machine. Default: none.").meta({ differs: "freely" }),
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
  concurrency: concurrencySchema.optional().describe("How much one machine takes at once.").meta({ differs: "freely" }),
  services: z
    .record(key, serviceSchema)
    .default({})
    .describe("TCP and UDP ports that it serves beside `port`, by key."),
  checks: z.record(key, checkSchema).default({}).describe("Checks beside `health`, by name."),
  volumes: z
    .record(key, volumeSchema)
    .default({})
    .describe("Disks, by name. Another name is another, empty one.")
    .meta({ examples: [{ data: { path: "/data", size: 10 } }] }),
  release: z
    .string()
    .optional()
    .describe("Command run once before a deploy touches any machine: migrations.")
    .meta({ examples: ["npm run migrate"] }),
  releaseTimeout: z
    .string()
    .optional()
    .describe("How long `release` may run, such as `10m`. Default: Fly's 5 minutes."),
  health: checkSchema
    .optional()
    .describe("How Fly sees that it is well: a path, `tcp`, or a command. What serves in production needs one.")
    .meta({ examples: ["/health"] }),
  domains: z
    .array(z.string())
    .default([])
    .describe("Host names of its own, the zone itself and wildcards too; the first that is not a wildcard is its URL.")
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
    .optional()
    .describe("Public addresses. Default: shared IPv4 and IPv6 for what serves something, none for a worker.")
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
  target: z.string().optional().describe("Stage of the Dockerfile that is built. Default: its last."),
  image: z
    .string()
    .optional()
    .describe("Image that is deployed as it is, in place of a build.")
    .meta({ examples: ["redis:7"] }),
  strategy: z
    .enum(["rolling", "immediate", "canary", "bluegreen"])
    .optional()
    .describe("How a deploy replaces machines. Default: Fly's `rolling`."),
  paths: pathsSchema
    .optional()
    .describe(
      "Files of the repository that it depends on, beside its fly.toml, Dockerfile and workflow: a branch or a passed workflow deploys it only when one of them differs from what runs. Default: always.",
    )
    .meta({ differs: "freely", examples: [["apps/api/**", "package-lock.json"]] }),
  buildArgs: valuesSchema
    .default({})
    .describe(
      "Arguments of the image's build, in clear: they are inlined in the image. `${commit.sha}` is the commit that is deployed.",
    )
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
  fly: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("What fly.toml can say and no field here: it is checked against Fly's keys and merged into the file.")
    .meta({ examples: [{ http_service: { http_options: { idle_timeout: 120 } } }] }),
  toml: z
    .enum(["rendered", "kept"])
    .default("rendered")
    .describe("`kept`: people write `config`. It is only compared with what is declared here. Default `rendered`.")
    .meta({ differs: "freely" }),
  local: localSchema.optional(),
  shared: sharedSchema.optional(),
});

export type AppConfig = z.output<typeof appSchema>;
