import type { CallLimits } from "../call/pace.ts";

/**
 * "1 request per second, per action […], per identifier (machine ID or app ID)" with bursts of 3; Get Machine 5 with bursts of 10
 * (fly.io/docs/machines/api/working-with-machines-api, Rate limits). What stands below an app and is not a machine counts as the app's.
 */
export const flyCallLimits: CallLimits = {
  allowance: ({ method, path }) => {
    const [, app, noun = "", id = "", verb = ""] =
      /^\/v1\/apps\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?(?:\/(.+))?/.exec(path) ?? [];
    if (app === undefined) return undefined;
    const machine = noun === "machines" ? id : "";
    const isGetMachine = method === "GET" && machine !== "" && verb === "";
    const key = [method, app, noun, machine, verb].join(" ");
    return isGetMachine ? { key, perSecond: 5, burst: 10 } : { key, perSecond: 1, burst: 3 };
  },
};
