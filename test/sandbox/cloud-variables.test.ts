import { expect, it } from "vitest";
import { cloudVariables, withoutAccounts } from "../../sandbox/cloud-variables.ts";

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
    FLY_API_TOKEN: "f",
    NEON_API_HOST: `${at(2)}/api/v2`,
    NEON_API_KEY: "n",
    CLOUDFLARE_BASE_URL: `${at(3)}/client/v4/`,
    CLOUDFLARE_API_BASE_URL: `${at(3)}/client/v4`,
    CLOUDFLARE_API_TOKEN: "c",
    GITHUB_BASE_URL: `${at(4)}/`,
    GITHUB_TOKEN: "g",
  });
});
