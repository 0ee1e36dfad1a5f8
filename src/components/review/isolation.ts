import { isOwn, nouns } from "../../config/scope.ts";
import { addressOf } from "../../config/template.ts";
import type { Path } from "../../problem/path.ts";
import { Problem } from "../../problem/problem.ts";
import type { Blueprint } from "../blueprint.ts";

/**
 * Where an environment of a pull request reaches production: by what it reads, by what both share, and by the tokens that
 * make it, which are good for a vendor's whole account. Its code was read by nobody yet.
 */
export function checkIsolation(review: Blueprint, all: readonly Blueprint[]): Problem[] {
  return all
    .filter(({ tier }) => tier === "production")
    .flatMap((production) => [
      ...accountsOf(review, production),
      ...sharedWith(review, production),
      ...readFrom(review, production),
      ...branchesOf(review, production),
    ]);
}

function reaches(path: Path, what: string, why: string, fix: string): Problem {
  return new Problem({ code: "review-reaches-production", where: { path }, what, why, fix });
}

/** One account at a vendor for both. */
function accountsOf(review: Blueprint, production: Blueprint): Problem[] {
  const same = (
    path: Path,
    [what, token]: readonly [string, string],
    of: (blueprint: Blueprint) => readonly (string | undefined)[],
  ) => {
    const both = of(review).filter((account) => of(production).includes(account));
    return both
      .slice(0, 1)
      .map((account) =>
        reaches(
          path,
          `Pull requests would be in production's ${what}${account === undefined ? "" : ` "${account}"`}.`,
          `Their workflow holds ${token} of it, which is good for all that is there.`,
          "make another one for them, and name it in Pulumi.review.yaml",
        ),
      );
  };
  return [
    ...same(["fly", "organization"], ["Fly organization", "a token"], flyOrganizations),
    ...same(["neon", "organization"], ["Neon organization", "a key"], neonOrganizations),
    ...same(["cloudflare", "account"], ["Cloudflare account", "a token"], cloudflareAccounts),
  ];
}

function flyOrganizations({ apps, databases }: Blueprint): string[] {
  const clusters = databases.filter(({ provider }) => provider === "fly");
  return [...apps.filter(isOwn), ...clusters.filter(isOwn)].map(({ organization }) => organization);
}

/** A branch needs a key of the one project that it is in. */
function neonOrganizations({ databases, neon }: Blueprint): (string | undefined)[] {
  const projects = databases.filter(
    (one) => one.provider === "neon" && isOwn(one) && !one.branch && !one.in?.inherited,
  );
  return projects.map(() => neon?.organization);
}

function cloudflareAccounts({ apps, buckets, sites, cloudflare }: Blueprint): string[] {
  const hasSome = buckets.length > 0 || sites.some(isOwn) || apps.some(({ domains }) => domains.length > 0);
  return hasSome && cloudflare ? [cloudflare.account] : [];
}

/** One thing for both. Of a Pages project they have different deployments. */
function sharedWith(review: Blueprint, production: Blueprint): Problem[] {
  return nouns.flatMap((noun) =>
    review[noun].flatMap(({ key, ownership }) => {
      if (noun === "sites" || ownership.in !== "owner") return [];
      const there = production[noun].find((one) => one.key === key)?.ownership;
      const owner = there?.in === "owner" ? there.stack : there && production.stack;
      if (owner !== ownership.stack) return [];
      return reaches(
        [noun, key, "shared"],
        `Pull requests would share ${noun}.${key} with production.`,
        "What they do to it, production sees.",
        'give them their own in Pulumi.review.yaml ("name" with ${environment.suffix}, "shared: null"), or take it away there: "null"',
      );
    }),
  );
}

/** What production says, or is said too. */
function readFrom(review: Blueprint, production: Blueprint): Problem[] {
  const keyOf = ({ stack, ...part }: Blueprint["needs"][number]) => `${stack} ${addressOf(part)}`;
  const told = new Set(production.needs.map(keyOf));
  const read = review.needs.filter(
    (need) =>
      // What a branch needs of its parent is told with the branch.
      need.of !== "site" &&
      !["projectId", "branchId"].includes(need.output) &&
      (need.stack === production.stack || (need.secret && told.has(keyOf(need)))),
  );
  return read.map((need) =>
    reaches(
      [],
      `Pull requests would read ${addressOf(need)} of the stack "${need.stack}", which is production's.`,
      "Their code was read by nobody yet.",
      "give them a value of their own in Pulumi.review.yaml",
    ),
  );
}

function branchesOf(review: Blueprint, production: Blueprint): Problem[] {
  return review.databases
    .filter(({ branch, in: home }) => branch?.of === production.stack && home === undefined)
    .map(({ key }) =>
      reaches(
        ["databases", key, "branch", "of"],
        `Pull requests would start with what production's "${key}" holds, in its Neon project.`,
        "Their workflow holds a key of that project.",
        "branch off staging",
      ),
    );
}
