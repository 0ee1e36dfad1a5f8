import type { Vendor } from "../components/resolve.ts";
import { Problem } from "../problem/problem.ts";

/** A vendor's credential: the environment variables that carry it, best first, and the Pulumi config key that may. */
interface Credential {
  readonly vendor: Vendor;
  readonly variables: readonly string[];
  readonly config: string;
  /** Where a person makes one, and what it must be allowed to do. */
  readonly source: string;
}

const credentials: readonly Credential[] = [
  {
    vendor: "Fly",
    variables: ["FLY_API_TOKEN", "FLY_ACCESS_TOKEN"],
    config: "parity:flyToken",
    source: "`fly tokens create org`: an organization token, because an app token cannot create apps",
  },
  {
    vendor: "Neon",
    variables: ["NEON_API_KEY"],
    config: "parity:neonApiKey",
    source: "console.neon.tech → Settings → API keys: a personal or organization key",
  },
  {
    vendor: "Cloudflare",
    variables: ["CLOUDFLARE_API_TOKEN"],
    config: "cloudflare:apiToken",
    source:
      "dash.cloudflare.com → Manage account → API tokens, with Workers R2 Storage, Pages, DNS and Account API Tokens: edit",
  },
  {
    vendor: "GitHub",
    variables: ["GITHUB_TOKEN"],
    config: "github:token",
    source: "a fine-grained token for the repository with Administration, Environments, Secrets and Variables: write",
  },
];

/**
 * One problem for each vendor whose credential a stack needs and nobody gave.
 * `has` tells whether a Pulumi config key is set for the stack.
 */
export function checkCredentials(
  stack: string,
  vendors: readonly Vendor[],
  environment: { readonly [variable: string]: string | undefined },
  has: (key: string) => boolean,
): Problem[] {
  return credentials
    .filter(({ vendor }) => vendors.includes(vendor))
    .filter(({ variables, config }) => !variables.some((variable) => environment[variable]) && !has(config))
    .map(
      ({ vendor, variables: [variable = ""], config, source }) =>
        new Problem({
          code: "missing-credential",
          where: { file: "environment variable", path: [variable] },
          what: `${variable} is not set, and "${stack}" has things at ${vendor}.`,
          fix: `make a token at: ${source}; then set ${variable}, or store it encrypted for this stack`,
          commands: [`pulumi config set --secret --stack ${stack} ${config}`],
        }),
    );
}
