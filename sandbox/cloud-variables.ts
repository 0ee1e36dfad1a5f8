import type { Seed } from "./clouds/core/cloud.ts";
import type { Running } from "./clouds/daemon-files.ts";

/** Every vendor's tools take their settings from variables that begin so. */
const vendorPrefixes = /^(FLY|NEON|CLOUDFLARE|CF|GITHUB|GH|PULUMI)_/;

/** The variables that point each vendor's own tools, and this program, at the emulated clouds. */
export function cloudVariables(urls: Running["urls"], tokens: Seed["tokens"]): Record<string, string> {
  return {
    FLY_FLAPS_BASE_URL: urls.fly,
    FLY_API_BASE_URL: urls.fly,
    FLY_API_TOKEN: tokens.fly,
    NEON_API_HOST: `${urls.neon}/api/v2`,
    NEON_API_KEY: tokens.neon,
    // The Cloudflare provider plugin and cloudflare-typescript read the first, wrangler the second.
    CLOUDFLARE_BASE_URL: `${urls.cloudflare}/client/v4/`,
    CLOUDFLARE_API_BASE_URL: `${urls.cloudflare}/client/v4`,
    CLOUDFLARE_API_TOKEN: tokens.cloudflare,
    GITHUB_BASE_URL: `${urls.github}/`,
    GITHUB_TOKEN: tokens.github,
  };
}

/** What GitHub Actions says of a run (docs.github.com/actions, "Variables"): no credential, and asked for nothing. */
const runVariables =
  /^GITHUB_(ACTOR|EVENT_NAME|EVENT_PATH|REF|REPOSITORY|RUN_ID|RUN_ATTEMPT|SERVER_URL|SHA|STEP_SUMMARY|WORKFLOW)$/;

/** The variables of an Actions run, real or played by hand, for the commands that report to a pull request. */
export function actionsVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => runVariables.test(name)));
}

/**
 * A copy of the environment without the user's own accounts: nothing that runs in the sandbox may reach them, nor be
 * led through a proxy on its way to this machine.
 */
export function withoutAccounts(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !vendorPrefixes.test(name));
  const unproxied = [env["NO_PROXY"], "127.0.0.1", "localhost"].filter(Boolean).join(",");
  return { ...Object.fromEntries(kept), NO_PROXY: unproxied, no_proxy: unproxied };
}
