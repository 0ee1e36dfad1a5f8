import type { Blueprint } from "../config/blueprint.ts";
import type { Problem } from "../config/problem.ts";
import { cloudflareCredential } from "../vendors/cloudflare/api-token.ts";
import { firstSet } from "../vendors/credential.ts";
import { flyCredential } from "../vendors/fly/token.ts";
import { githubCredential } from "../vendors/github/token.ts";
import { neonCredential } from "../vendors/neon/api-key.ts";

/** The credentials that this environment needs. */
function credentialsOf({ apps, databases, buckets, sites, pipeline }: Blueprint) {
  return [
    ...(apps.some(({ home }) => home.in === "stack") ? [flyCredential] : []),
    ...(databases.some(({ home, provider }) => home.in === "stack" && provider === "neon") ? [neonCredential] : []),
    ...(buckets.length > 0 || sites.some(({ home, slot }) => home.in === "stack" || slot !== undefined)
      ? [cloudflareCredential]
      : []),
    ...(pipeline === undefined ? [] : [githubCredential]),
  ];
}

/**
 * One problem for each vendor whose credential this environment needs and nobody gave.
 * `has` tells whether a Pulumi config key is set for the stack.
 */
export function checkCredentials(
  blueprint: Blueprint,
  environment: NodeJS.ProcessEnv,
  has: (key: string) => boolean,
): Problem[] {
  return credentialsOf(blueprint)
    .filter(({ variables, setting }) => firstSet(variables, environment) === undefined && !has(setting))
    .map(({ vendor, variable, setting, source }) => ({
      code: "missing-credential",
      severity: "error",
      place: { file: "environment variable", path: [variable] },
      what: `${variable} is not set, and "${blueprint.stack}" has things at ${vendor}.`,
      fix: `export ${variable}=…  (or: pulumi config set --secret --stack ${blueprint.stack} ${setting}); make one at: ${source}`,
    }));
}
