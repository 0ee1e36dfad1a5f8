import { expect, it } from "vitest";
import { cloudVariables, shellLines, withoutAccounts } from "../../sandbox/cloud-variables.ts";

it("nothing of the user's own accounts is left in the environment", () => {
  const env = withoutAccounts({
    PATH: "/bin",
    CI: "true",
    FLY_API_TOKEN: "x",
    NEON_API_KEY: "x",
    CLOUDFLARE_API_KEY: "x",
    CF_API_TOKEN: "x",
    GITHUB_OWNER: "x",
    GH_TOKEN: "x",
    PULUMI_ACCESS_TOKEN: "x",
    PULUMI_STACK: "production",
    HTTPS_PROXY: "http://proxy.example",
    NO_PROXY: "intranet.example",
  });
  const unproxied = "intranet.example,127.0.0.1,localhost";
  expect(env).toEqual({
    PATH: "/bin",
    CI: "true",
    HTTPS_PROXY: "http://proxy.example",
    NO_PROXY: unproxied,
    no_proxy: unproxied,
  });
});

it("each vendor's tools are pointed at the clouds in the form they read", () => {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const urls = { fly: at(1), neon: at(2), cloudflare: at(3), github: at(4), control: at(5) };
  expect(cloudVariables(urls, { fly: "f", neon: "n", cloudflare: "c", github: "g" })).toEqual({
    FLY_FLAPS_BASE_URL: at(1),
    FLY_API_BASE_URL: at(1),
    FLY_UIEX_BASE_URL: at(1),
    FLY_METRICS_BASE_URL: at(1),
    FLY_SYNTHETICS_BASE_URL: at(1),
    FLY_REGISTRY_HOST: "127.0.0.1:1",
    FLY_SEND_METRICS: "0",
    FLY_SYNTHETICS_AGENT: "0",
    FLY_NO_UPDATE_CHECK: "1",
    FLY_ACCESS_TOKEN: "f",
    FLY_API_TOKEN: "f",
    NEON_API_HOST: `${at(2)}/api/v2`,
    NEON_API_KEY: "n",
    CLOUDFLARE_BASE_URL: `${at(3)}/client/v4/`,
    CLOUDFLARE_API_BASE_URL: `${at(3)}/client/v4`,
    CLOUDFLARE_API_TOKEN: "c",
    WRANGLER_SEND_METRICS: "false",
    GITHUB_BASE_URL: `${at(4)}/`,
    GITHUB_TOKEN: "g",
  });
});

it("a shell that takes the variables keeps no account or address of its user, and asks this machine without a proxy", () => {
  const env = {
    FLY_ORG: "mine",
    CLOUDFLARE_API_KEY: "x",
    GH_TOKEN: "x",
    GH_HOST: "github.example",
    GITHUB_SHA: "1f",
    PULUMI_HOME: "/home/me/.pulumi",
    no_proxy: "intranet.example,localhost",
  };
  expect(shellLines(env, { FLY_API_TOKEN: "f" })).toEqual([
    "unset FLY_ORG",
    "unset CLOUDFLARE_API_KEY",
    "unset GH_TOKEN",
    "unset GH_HOST",
    "export FLY_API_TOKEN='f'",
    "export NO_PROXY='intranet.example,localhost,127.0.0.1'",
    "export no_proxy='intranet.example,localhost,127.0.0.1'",
  ]);
});
