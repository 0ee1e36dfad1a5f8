import { isOwn } from "../config/scope.ts";
import { known } from "../config/template.ts";
import type { Path } from "../problem/path.ts";
import { renderPath } from "../problem/path.ts";
import { Problem } from "../problem/problem.ts";
import { keptName } from "../vendors/same-name.ts";
import { appOutputs } from "./app/outputs.ts";
import { environmentName, hasPipeline } from "./pipeline/resolve.ts";
import { slotOf } from "./site/outputs.ts";
import { hasSlot } from "./site/resolve.ts";
import type { SystemGraph } from "./system.ts";
import { thingsOf } from "./thing.ts";

/** Something at a vendor that one stack alone may declare. */
export interface Claim {
  readonly stack: string;
  readonly path: Path;
  /** What is claimed, in words, such as `The Neon project "plyr-staging"`; equal words are the same thing. */
  readonly thing: string;
}

/**
 * No two stacks, and no two places of one, may declare the same thing unless the system says who owns it. Answers a
 * problem for every claim after the first.
 */
export function checkClaims(claims: readonly Claim[]): { readonly stack: string; readonly problem: Problem }[] {
  const first = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const earlier = first.get(claim.thing);
    if (!earlier) {
      first.set(claim.thing, claim);
      return [];
    }
    const where = earlier.stack === claim.stack ? renderPath(earlier.path) : `the stack "${earlier.stack}"`;
    const problem = new Problem({
      code: "declared-twice",
      where: { path: claim.path },
      what: `${claim.thing} is also declared by ${where}.`,
      why: "Two owners overwrite each other, and a test in one environment changes the other's data.",
      fix: 'give it a name of its own with ${environment.suffix}, or write "shared: { owner: <stack>, reason: … }" in Pulumi.yaml',
    });
    return [{ stack: claim.stack, problem }];
  });
}

/**
 * What a stack declares, as far as its names are known. Names are written as the vendor compares them: host names and GitHub's
 * environments in lower case; Fly apps, buckets and Pages projects have no upper case; Neon's names are free text.
 */
export function claimsOf(graph: SystemGraph): Claim[] {
  const { stack, system } = graph.scope;
  const { neon, cloudflare, repository } = system;
  const account = `of account ${cloudflare?.account ?? ""}`;
  const claim = (path: Path, thing: string | undefined): Claim[] =>
    thing === undefined ? [] : [{ stack, path, thing }];
  const named = (path: Path, words: (name: string) => string) => {
    const name = graph.text(path);
    return claim(path, name === undefined ? undefined : words(name));
  };
  const apps = thingsOf("apps", graph).filter(isOwn);
  const databases = thingsOf("databases", graph).filter(isOwn);
  const buckets = thingsOf("buckets", graph).filter(isOwn);
  const sites = thingsOf("sites", graph).filter(({ ownership }) => ownership.in !== "local");
  return [
    ...apps.flatMap(({ path }) => named([...path, "name"], (name) => `The Fly app "${name}"`)),
    ...databases.flatMap(({ key, path, config: { provider, branch, in: home } }) => {
      if (provider === "docker" || home !== undefined) return [];
      if (branch)
        return named(
          [...path, "name"],
          (name) => `The branch "${name}" of the Neon project of databases.${key} of "${branch.of}"`,
        );
      const organization = neon?.organization ? ` of ${neon.organization}` : "";
      return named([...path, "name"], (name) =>
        provider === "neon" ? `The Neon project "${name}"${organization}` : `The Fly Postgres cluster "${name}"`,
      );
    }),
    ...buckets.flatMap(({ path, config: { jurisdiction, domains } }) => [
      ...named([...path, "name"], (name) => `The R2 bucket "${name}" (${jurisdiction}) ${account}`),
      ...domains.flatMap((_, i) =>
        named([...path, "domains", i], (host) => `The host "${keptName("cloudflare", "host")(host)}"`),
      ),
    ]),
    ...sites.flatMap((site) => {
      const { path, ownership, config } = site;
      const project = graph.text([...path, "project"]);
      if (project === undefined) return [];
      const slot = hasSlot(site, graph) ? slotOf(site, graph) : undefined;
      const words = `the Pages project "${project}" ${account}`;
      return [
        ...(ownership.in === "stack" ? claim([...path, "project"], `T${words.slice(1)}`) : []),
        ...claim([...path, "branch"], slot && `The ${slot} slot of ${words}`),
        ...config.domains.flatMap((_, i) =>
          named([...path, "domains", i], (host) => `The host "${keptName("cloudflare", "host")(host)}"`),
        ),
      ];
    }),
    ...apps.flatMap((app) => {
      const host = appOutputs["host"]?.(app, graph, undefined, app.path);
      const name = host && known(host);
      const domains = graph.texts([...app.path, "domains"]);
      const hosts = new Set(name === undefined ? domains : [name, ...domains]);
      return [...hosts].flatMap((one) =>
        claim([...app.path, "domains"], `The host "${keptName("fly", "certificate")(one)}"`),
      );
    }),
    ...(hasPipeline(graph)
      ? claim(["deploy"], `The GitHub environment "${environmentName(graph.scope).toLowerCase()}" of ${repository}`)
      : []),
  ];
}
