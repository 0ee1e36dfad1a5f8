import type { Vendor } from "../components/needs.ts";
import { line } from "../problem/command-line.ts";
import { Problem } from "../problem/problem.ts";
import { cloudflareCredential } from "../vendors/cloudflare/api-token.ts";
import { firstSet } from "../vendors/credential.ts";
import { flyCredential } from "../vendors/fly/token.ts";
import { githubCredential } from "../vendors/github/token.ts";
import { neonCredential } from "../vendors/neon/api-key.ts";

const credentials = [flyCredential, neonCredential, cloudflareCredential, githubCredential];

/**
 * One problem for each vendor whose credential a stack needs and nobody gave.
 * `has` tells whether a Pulumi config key is set for the stack.
 */
export function checkCredentials(
  stack: string,
  vendors: readonly Vendor[],
  environment: NodeJS.ProcessEnv,
  has: (key: string) => boolean,
): Problem[] {
  return credentials
    .filter(({ vendor }) => vendors.includes(vendor))
    .filter(({ variables, settings }) => firstSet(variables, environment) === undefined && !settings.every(has))
    .map(
      ({ vendor, variable, settings, source }) =>
        new Problem({
          code: "missing-credential",
          where: { file: "environment variable", path: [variable] },
          what: `${variable} is not set, and "${stack}" has things at ${vendor}.`,
          fix: `make one at: ${source}; then export ${variable}, or store it encrypted for this stack`,
          commands: settings.map((setting) => line`pulumi config set --secret --stack ${stack} ${setting}`),
        }),
    );
}
