import type { Blueprint } from "../../../src/components/blueprint.ts";
import { resolve } from "../../../src/components/resolve.ts";
import { exampleOf, withExample } from "../../../src/components/review/example.ts";
import { merge, type Raw } from "../../../src/config/merge.ts";
import { acme, blueprintOf, shortly } from "../../config/acme.ts";

const template: Raw = {
  fly: { organization: "acme-review" },
  cloudflare: { account: "abcdef0123456789abcdef0123456789" },
  databases: { main: { branch: { of: "staging" } } },
  apps: { api: { sleep: "stop", secrets: { TOKEN: "only for reviews" } } },
  sites: {
    web: {
      project: "acme${environment.suffix}",
      productionBranch: "main",
      connected: false,
      build: { command: "sh build.sh", output: "dist", root: "web" },
      shared: null,
    },
  },
  review: { from: { repository: "acme/infrastructure", folder: "systems/acme", branch: "trunk" } },
  differs: {
    "sites.web": "each pull request has an API of its own",
  },
};

export function reviewSource(environment: Raw = {}, system: Raw = {}) {
  return {
    project: "acme",
    stack: "review",
    system: merge(acme, system) as Raw,
    environment: merge(template, environment) as Raw,
  };
}

/** acme's staging, and its template of review environments. */
export function reviewed(environment: Raw = {}, system: Raw = {}): ReadonlyMap<string, Blueprint> {
  const source = reviewSource(environment, system);
  const { blueprint, problems } = withExample(resolve(source), exampleOf(source));
  if (!blueprint) throw new Error(shortly({ problems }).join("\n"));
  return new Map([
    ["staging", blueprintOf("staging", {}, system)],
    ["review", blueprint],
  ]);
}
