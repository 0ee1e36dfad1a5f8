import type { Blueprint } from "./blueprint.ts";
import { type Finding, finding } from "./problem.ts";

/** Rules of one environment that no schema can say. */
export function checkPolicies(blueprint: Blueprint): Finding[] {
  return [
    ...checkHealth(blueprint),
    ...checkSleep(blueprint),
    ...checkSharedDatabases(blueprint),
    ...checkSiteSlots(blueprint),
    ...checkDomains(blueprint),
    ...checkTriggers(blueprint),
    ...warnAboutSharedValues(blueprint),
  ];
}

/** A frozen machine without a health check keeps its traffic: Fly only takes away what fails a check. */
function checkHealth({ tier, apps }: Blueprint): Finding[] {
  if (tier !== "production") return [];
  return apps
    .filter(({ home, health }) => home.in === "stack" && health === undefined)
    .map(({ key }) =>
      finding(
        "no-health-check",
        ["apps", key, "health"],
        `"${key}" runs in production without a health check.`,
        'write "health: /<path that answers 200>" in Pulumi.yaml',
        "Without one Fly's proxy keeps sending requests to a machine that no longer answers.",
      ),
    );
}

function checkSleep({ tier, apps }: Blueprint): Finding[] {
  if (tier !== "production") return [];
  return apps
    .filter(({ home, sleep, minimum }) => home.in === "stack" && sleep !== "off" && (minimum ?? 0) === 0)
    .map(({ key }) => ({
      ...finding(
        "production-sleeps",
        ["apps", key, "sleep"],
        `"${key}" sleeps in production.`,
        'write "sleep: off", or "minimum: 1"',
        "The first request after a sleep waits for the machine to start, two to five seconds.",
      ),
      severity: "warning" as const,
    }));
}

function checkSharedDatabases({ tier, databases }: Blueprint): Finding[] {
  return databases
    .filter(({ shared }) => shared && (tier === "production" || shared.owner === "production"))
    .map(({ key }) =>
      finding(
        "shared-production-database",
        ["databases", key, "shared"],
        `Production's database "${key}" would be shared.`,
        "give each environment a database of its own",
        "A test in one environment must never be able to change production's data.",
      ),
    );
}

/** In one Pages project a branch is the production branch or a preview branch (developers.cloudflare.com/pages/configuration/git-integration). */
function checkSiteSlots({ tier, sites }: Blueprint): Finding[] {
  const production = sites.filter(({ slot }) => tier === "production" && slot === "preview");
  const others = sites.filter(({ slot }) => tier !== "production" && slot === "production");
  return [
    ...production.map(({ key, branch, productionBranch }) =>
      finding(
        "pages-slot",
        ["sites", key, "branch"],
        `Production's branch "${branch}" is a preview branch of the Pages project, whose production branch is "${productionBranch}".`,
        `write "branch: ${productionBranch}"`,
        "A Pages project has one production branch; every other branch gets the preview variables.",
      ),
    ),
    ...others.map(({ key, branch }) =>
      finding(
        "pages-slot",
        ["sites", key, "branch"],
        `"${branch}" is the production branch of the Pages project, so this environment would take production's variables and domains.`,
        'give it another branch, or give the project another "productionBranch"',
        "A branch cannot be preview and production of one Pages project at the same time.",
      ),
    ),
  ];
}

function checkDomains({ sites, apps, cloudflare }: Blueprint): Finding[] {
  const zones = Object.keys(cloudflare?.zones ?? {});
  const inZone = (domain: string) => zones.some((zone) => domain === zone || domain.endsWith(`.${zone}`));
  const named = [
    ...apps
      .filter(({ home }) => home.in === "stack")
      .map(({ key, domains }) => ({ path: ["apps", key, "domains"], domains })),
    ...sites.filter(({ slot }) => slot).map(({ key, domains }) => ({ path: ["sites", key, "domains"], domains })),
  ];
  const previews = sites.filter(({ slot, domains }) => slot === "preview" && domains.length > 0);
  return [
    ...named.flatMap(({ path, domains }) =>
      domains
        .filter((domain) => !inZone(domain))
        .map((domain) =>
          finding(
            "no-zone",
            path,
            `"${domain}" is in no zone of this system.`,
            'add "cloudflare: { zones: { <domain>: <zone id> } }" to the system',
            "The DNS records that the domain needs are made in its zone.",
          ),
        ),
    ),
    ...previews.map(({ key }) =>
      finding(
        "preview-domain",
        ["sites", key, "domains"],
        "A preview slot has domains.",
        "remove them, or make this branch the production branch of a Pages project of its own",
        "A custom domain of a Pages project always shows its production deployment.",
      ),
    ),
    ...apps
      .filter(
        ({ home, proxied, domains }) =>
          home.in === "stack" && proxied && domains.some((domain) => isDeep(domain, zones)),
      )
      .map(({ key }) =>
        finding(
          "deep-proxied-domain",
          ["apps", key, "proxied"],
          `A domain of "${key}" lies two levels below its zone and would be proxied.`,
          'write "proxied: false", or a name one level below the zone',
          "Cloudflare's free certificate covers the zone and one level below it (developers.cloudflare.com/ssl/edge-certificates/universal-ssl/limitations).",
        ),
      ),
  ];
}

function isDeep(domain: string, zones: readonly string[]): boolean {
  const zone = zones.find((one) => domain.endsWith(`.${one}`));
  return zone !== undefined && domain.slice(0, -zone.length - 1).includes(".");
}

function checkTriggers({ tier, pipeline }: Blueprint): Finding[] {
  if (!pipeline || tier === "shared" || tier === "review") return [];
  const { on, branches } = pipeline;
  if (Object.keys(on).length === 0) {
    const fix = 'write "deploy: { on: { push: { branches: [main] } } }", or "manual: true"';
    return [finding("no-trigger", ["deploy"], "Nothing says when this environment is deployed.", fix)];
  }
  if (on.workflow && branches.length === 0) {
    const refused = finding(
      "workflow-ref",
      ["deploy", "on", "workflow"],
      "A deployment that waits for a workflow runs on the default branch, which this environment's rules refuse.",
      'write "push: { tags: [...] }", which runs the checks first in the same workflow, or name the default branch',
      "GitHub holds an environment's rules against the ref of the run (docs.github.com, Events that trigger workflows).",
    );
    return [{ ...refused, severity: "warning" }];
  }
  return [];
}

/** Values that are the same everywhere on purpose are shown each time, so that the decision stays a decision. */
function warnAboutSharedValues({ tier, sameEverywhere }: Blueprint): Finding[] {
  if (tier === "development" || tier === "shared") return [];
  return Object.entries(sameEverywhere).map(([path, reason]) => ({
    ...finding(
      "shared-value",
      path.split("."),
      `"${path}" has the same value in every environment.`,
      "give this environment a value of its own in its stack file when it should differ",
      reason,
    ),
    severity: "warning" as const,
  }));
}
