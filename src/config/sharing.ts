import type { Blueprint } from "./blueprint.ts";
import { type Finding, finding } from "./problem.ts";
import { known } from "./text.ts";

interface Claim {
  readonly stack: string;
  readonly path: readonly string[];
  /** What is claimed, in words, such as `the Neon project "plyr-staging"`; equal words are the same thing. */
  readonly thing: string;
}

/**
 * No two stacks, and no two places of one, may declare the same thing unless the system says who owns it. Answers a
 * finding for every claim after the first.
 */
export function checkSharing(blueprints: readonly Blueprint[]): (Finding & { readonly stack: string })[] {
  const first = new Map<string, Claim>();
  const found: (Finding & { readonly stack: string })[] = [];
  for (const claim of blueprints.flatMap(claimsOf)) {
    const earlier = first.get(claim.thing);
    if (!earlier) {
      first.set(claim.thing, claim);
      continue;
    }
    const where = earlier.stack === claim.stack ? earlier.path.join(".") : `the stack "${earlier.stack}"`;
    found.push({
      ...finding(
        "declared-twice",
        claim.path,
        `${claim.thing} is also declared by ${where}.`,
        'give it a name of its own with ${environment.suffix}, or write "shared: { owner: <stack>, reason: … }" in Pulumi.yaml',
        "Two owners overwrite each other, and a test in one environment changes the other's data.",
      ),
      stack: claim.stack,
    });
  }
  return found;
}

function claimsOf(blueprint: Blueprint): Claim[] {
  const { stack, neon, cloudflare, repository, pipeline } = blueprint;
  const account = cloudflare?.account ?? "";
  const claim = (path: readonly string[], thing: string): Claim => ({ stack, path, thing });
  const apps = blueprint.apps.filter(({ home }) => home.in === "stack");
  const databases = blueprint.databases.filter(({ home, provider }) => home.in === "stack" && provider !== "docker");
  const buckets = blueprint.buckets.filter(({ home }) => home.in === "stack");
  const sites = blueprint.sites.filter(({ slot }) => slot !== undefined);
  return [
    ...apps.map(({ key, name }) => claim(["apps", key, "name"], `The Fly app "${name}"`)),
    ...databases.map(({ key, name, provider }) =>
      provider === "neon"
        ? claim(
            ["databases", key, "name"],
            `The Neon project "${name}"${neon?.organization ? ` of ${neon.organization}` : ""}`,
          )
        : claim(["databases", key, "name"], `The Fly Postgres cluster "${name}"`),
    ),
    ...buckets.map(({ key, name, jurisdiction }) =>
      claim(["buckets", key, "name"], `The R2 bucket "${name}" (${jurisdiction}) of account ${account}`),
    ),
    ...sites.map(({ key, project, slot }) =>
      claim(["sites", key, "branch"], `The ${slot} slot of the Pages project "${project}" of account ${account}`),
    ),
    ...sites.flatMap(({ key, host }) => {
      const name = known(host);
      return name === undefined ? [] : [claim(["sites", key, "domains"], `The host "${name}"`)];
    }),
    ...apps.map(({ key, host }) => claim(["apps", key, "domains"], `The host "${host}"`)),
    ...(pipeline && repository
      ? [
          claim(
            ["deploy"],
            `The GitHub environment "${pipeline.environment}" of ${repository.owner}/${repository.name}`,
          ),
        ]
      : []),
  ];
}
