import type { Seed } from "./clouds/core/cloud.ts";
import type { Running } from "./clouds/daemon-files.ts";

/** Every vendor's tools take their settings from variables that begin so. */
const vendorPrefixes = /^(FLY|NEON|CLOUDFLARE|CF|GITHUB|GH|PULUMI)_/;

/** Every address and token that a vendor's own tools read, and this program: all of them lead to the emulated clouds. */
export function cloudVariables(urls: Running["urls"], tokens: Seed["tokens"]): Record<string, string> {
  return {
    // flyctl internal/config/config.go; internal/uiex/client.go for the last of the addresses.
    FLY_FLAPS_BASE_URL: urls.fly,
    FLY_API_BASE_URL: urls.fly,
    FLY_UIEX_BASE_URL: urls.fly,
    FLY_METRICS_BASE_URL: urls.fly,
    FLY_SYNTHETICS_BASE_URL: urls.fly,
    FLY_REGISTRY_HOST: new URL(urls.fly).host,
    FLY_SEND_METRICS: "0",
    FLY_SYNTHETICS_AGENT: "0",
    FLY_NO_UPDATE_CHECK: "1",
    // flyctl takes the first of the two that is set.
    FLY_ACCESS_TOKEN: tokens.fly,
    FLY_API_TOKEN: tokens.fly,
    NEON_API_HOST: `${urls.neon}/api/v2`,
    NEON_API_KEY: tokens.neon,
    // The Cloudflare provider plugin and cloudflare-typescript read the first, wrangler the second.
    CLOUDFLARE_BASE_URL: `${urls.cloudflare}/client/v4/`,
    CLOUDFLARE_API_BASE_URL: `${urls.cloudflare}/client/v4`,
    CLOUDFLARE_API_TOKEN: tokens.cloudflare,
    WRANGLER_SEND_METRICS: "false",
    GITHUB_BASE_URL: `${urls.github}/`,
    GITHUB_TOKEN: tokens.github,
  };
}

/**
 * What a shell runs to use the clouds: the user's own accounts and addresses are unset, and this machine is asked without
 * a proxy.
 */
export function shellLines(env: NodeJS.ProcessEnv, variables: Readonly<Record<string, string>>): string[] {
  const exported = { ...variables, ...unproxied(env) };
  const others = Object.keys(env).filter((name) => vendorPrefixes.test(name) && !(name in exported));
  const ours = others.filter((name) => !runVariables.test(name) && !/^PULUMI_/.test(name));
  return [
    ...ours.map((name) => `unset ${name}`),
    ...Object.entries(exported).map(([name, value]) => `export ${name}='${value}'`),
  ];
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
  return { ...Object.fromEntries(kept), ...unproxied(env) };
}

/** What has this machine asked without a proxy. */
export function unproxied(env: NodeJS.ProcessEnv): { NO_PROXY: string; no_proxy: string } {
  const hosts = new Set([env["NO_PROXY"] ?? env["no_proxy"], "127.0.0.1", "localhost"].join(",").split(","));
  const list = [...hosts].filter((host) => host !== "").join(",");
  return { NO_PROXY: list, no_proxy: list };
}
