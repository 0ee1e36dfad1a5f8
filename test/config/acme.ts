import type { Resolution } from "../../src/components/resolution.ts";
import { resolve } from "../../src/components/resolve.ts";
import { merge, type Raw } from "../../src/config/merge.ts";
import { renderPath } from "../../src/problem/path.ts";

/** A small product with one of everything, to be bent by each test. */
export const acme: Raw = {
  repository: "acme/acme",
  fly: { organization: "acme", region: "iad" },
  neon: { region: "aws-us-east-1" },
  cloudflare: { account: "0123456789abcdef0123456789abcdef", zones: { "acme.dev": "zone" } },
  databases: { main: { name: "acme${environment.suffix}" } },
  buckets: { media: { name: "acme-media${environment.suffix}" } },
  apps: {
    api: {
      name: "acme-api${environment.suffix}",
      port: 8000,
      health: "/health",
      local: { port: 8001, command: "serve" },
      variables: { LOG_LEVEL: "info" },
      secrets: {
        DATABASE_URL: "${databases.main.url}",
        KEY: { generate: "hex" },
        TOKEN: "${secrets.TOKEN}",
        S3_KEY: "${storage.secretAccessKey}",
      },
    },
  },
  sites: {
    web: {
      project: "acme",
      productionBranch: "production",
      branch: "main",
      local: { port: 5173, command: "dev" },
      variables: { API: "${apps.api.url}" },
      shared: { owner: "shared", reason: "one Pages project has two slots" },
    },
  },
};

/** What the stack files say that every test begins with. */
export const settings: { readonly [stack: string]: Raw } = {
  staging: { deploy: { on: { push: { branches: ["main"] } } } },
  production: { deploy: { on: { release: {} } }, sites: { web: { branch: "production" } } },
};

/** Resolves acme's `stack` with changes to the system, and to the environment's own top-level keys. */
export function resolveAcme(stack: string, environment: Raw = {}, system: Raw = {}): Resolution {
  return resolve({
    project: "acme",
    stack,
    system: merge(acme, system),
    environment: { ...settings[stack], ...environment },
  });
}

/** The blueprint, or a failure that shows what stands in its way. */
export function blueprintOf(stack: string, environment: Raw = {}, system: Raw = {}) {
  const resolution = resolveAcme(stack, environment, system);
  if (!resolution.blueprint) throw new Error(shortly(resolution).join("\n"));
  return resolution.blueprint;
}

/** Problems as `source path [code] what → fix`. */
export function shortly({ problems }: Pick<Resolution, "problems">): string[] {
  return problems.map(
    ({ source, problem: { where, code, what, fix } }) =>
      `${source} ${renderPath(where?.path ?? [])} [${code}] ${what} → ${fix}`,
  );
}
