import type { Blueprint } from "../config/blueprint.ts";
import type { Problem } from "../config/problem.ts";

/** A vendor's credential: the environment variables that carry it, best first, and the Pulumi config key that may. */
interface Credential {
  readonly vendor: string;
  readonly variables: readonly string[];
  readonly config: string;
  /** Where a person makes one, and what it must be allowed to do. */
  readonly source: string;
  readonly needed: (blueprint: Blueprint) => boolean;
}

const credentials: readonly Credential[] = [
  {
    vendor: "Fly",
    variables: ["FLY_API_TOKEN", "FLY_ACCESS_TOKEN"],
    config: "parity:flyToken",
    source: "`fly tokens create org`: an organization token, because an app token cannot create apps",
    needed: ({ apps }) => apps.some(({ home }) => home.in === "stack"),
  },
  {
    vendor: "Neon",
    variables: ["NEON_API_KEY"],
    config: "parity:neonApiKey",
    source: "console.neon.tech → Settings → API keys: a personal or organization key",
    needed: ({ databases }) => databases.some(({ home, provider }) => home.in === "stack" && provider === "neon"),
  },
  {
    vendor: "Cloudflare",
    variables: ["CLOUDFLARE_API_TOKEN"],
    config: "cloudflare:apiToken",
    source:
      "dash.cloudflare.com → Manage account → API tokens, with Workers R2 Storage, Pages, DNS and Account API Tokens: edit",
    needed: ({ buckets, sites }) =>
      buckets.length > 0 || sites.some(({ home, slot }) => home.in === "stack" || slot !== undefined),
  },
  {
    vendor: "GitHub",
    variables: ["GITHUB_TOKEN"],
    config: "github:token",
    source: "a fine-grained token for the repository with Administration, Environments, Secrets and Variables: write",
    needed: ({ pipeline }) => pipeline !== undefined,
  },
];

/**
 * One problem for each vendor whose credential this environment needs and nobody gave.
 * `has` tells whether a Pulumi config key is set for the stack.
 */
export function checkCredentials(
  blueprint: Blueprint,
  environment: { readonly [variable: string]: string | undefined },
  has: (key: string) => boolean,
): Problem[] {
  return credentials
    .filter((one) => one.needed(blueprint))
    .filter((one) => !one.variables.some((variable) => environment[variable]) && !has(one.config))
    .map(({ vendor, variables: [variable = ""], config, source }) => ({
      code: "missing-credential",
      severity: "error",
      place: { file: "environment variable", path: [variable] },
      what: `${variable} is not set, and "${blueprint.stack}" has things at ${vendor}.`,
      fix: `export ${variable}=…  (or: pulumi config set --secret --stack ${blueprint.stack} ${config}); make one at: ${source}`,
    }));
}
