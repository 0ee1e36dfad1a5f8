import type { CallLimits } from "../call/pace.ts";

/**
 * `Ratelimit: "default";r=50;t=30`: calls that remain, and seconds until there are more. Who calls on is refused everything for five
 * minutes (developers.cloudflare.com/fundamentals/api/reference/limits).
 */
export const cloudflareCallLimits: CallLimits = {
  left: (headers) => {
    const [, calls, seconds] = /;\s*r=(\d+)\s*;\s*t=(\d+)/.exec(headers.get("ratelimit") ?? "") ?? [];
    return calls === undefined ? undefined : { calls: Number(calls), resetMs: Number(seconds) * 1000 };
  },
};
