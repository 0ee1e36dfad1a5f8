import { z } from "zod";

/** A time such as `15s` or `1m`, held to the seconds that flyctl accepts (flyctl, internal/appconfig validation). */
export function duration(least: number, most: number) {
  const error = `is not a time from ${least}s to ${most}s, such as 15s`;
  return z.string().refine((text) => secondsOf(text) >= least && secondsOf(text) <= most, error);
}

/** Seconds of `15s` or `1m`; NaN of anything else. */
function secondsOf(text: string): number {
  const [, count, unit] = /^(\d+)(s|m)$/.exec(text) ?? [];
  return Number(count) * (unit === "m" ? 60 : 1);
}

const times = {
  interval: duration(2, 3600).default("15s").describe("Time between two checks. Default `15s`; Fly's minimum is 2s."),
  timeout: duration(1, 60).default("5s").describe("Time until a check counts as failed. Default `5s`; at most 60s."),
  grace: duration(0, 3600).default("10s").describe("Time after start in which failures do not count. Default `10s`."),
};

const http = {
  type: z.literal("http").default("http").describe("Well when it answers 2xx."),
  path: z.string().startsWith("/").describe("Path that answers 2xx when the app is well, such as `/health`."),
  method: z.enum(["GET", "HEAD", "POST", "PUT"]).default("GET").describe("How it asks. Default GET."),
  headers: z.record(z.string(), z.string()).optional().describe("Headers that it sends, in clear."),
  ...times,
};

const tcp = {
  type: z.literal("tcp").describe("Well when the port takes a connection."),
  ...times,
};

const command = {
  type: z.literal("command").default("command").describe("Well when a command ends with 0."),
  command: z
    .string()
    .min(1)
    .describe("Run in the app's image on a machine of its own at each deploy, which ends when it fails.")
    .meta({ examples: ["node smoke.js"] }),
};

/** Where a check of its own looks. */
const place = {
  port: z.int().min(1).max(65535).optional().describe("Port inside the machine. Default: the app's `port`."),
  process: z.string().optional().describe("Process group it looks at. Default: the first."),
};

const commandCheck = z.strictObject(command);
const httpCheck = z.strictObject({ ...http, ...place });
const tcpCheck = z.strictObject({ ...tcp, ...place });

/** A check, whichever way it was written. */
export type Check = z.output<typeof httpCheck> | z.output<typeof tcpCheck> | z.output<typeof commandCheck>;

const ofPath = z
  .string()
  .startsWith("/")
  .transform((path): Check => httpCheck.parse({ path }));
const ofTcp = z.literal("tcp").transform((type): Check => tcpCheck.parse({ type }));

/** How Fly sees whether a machine is well. */
export const checkSchema = z.union([ofPath, ofTcp, httpCheck, tcpCheck, commandCheck]).meta({ title: "check" });

/** A check of a service's own port, which hangs on the service: Fly's proxy then passes nothing to a machine that fails it. */
export type ServiceCheck = Exclude<Check, { type: "command" }>;

export function isServiceCheck(check: Check): check is ServiceCheck {
  return check.type !== "command" && check.port === undefined && check.process === undefined;
}
