import {
  FLY_MACHINE_PRESETS,
  FLY_POSTGRES_REGIONS,
  FLY_REGIONS,
  FLY_RETIRED_REGIONS,
  flyAppNameProblem,
  flyMemoryProblem,
  flySecretNameProblem,
} from "../clouds/fly/limits.ts";
import { neonDatabaseNameProblem, neonRegionWarning, neonRoleNameProblem } from "../clouds/neon/limits.ts";
import type { AppBlueprint, Blueprint, BucketBlueprint, DatabaseBlueprint, SiteBlueprint } from "./blueprint.ts";
import { type Finding, finding } from "./problem.ts";
import { didYouMean } from "./schema/findings.ts";
import type { SystemConfig } from "./schema/system.ts";

/** Names, regions and sizes that a vendor would refuse, found before any network call. */
export function checkNames(blueprint: Blueprint, system: SystemConfig): Finding[] {
  return [
    ...blueprint.apps.flatMap((app) => checkApp(app, system)),
    ...blueprint.databases.flatMap(checkDatabase),
    ...blueprint.buckets.flatMap(checkBucket),
    ...blueprint.sites.flatMap(checkSite),
    ...checkPipeline(blueprint),
  ];
}

function checkApp(app: AppBlueprint, system: SystemConfig): Finding[] {
  if (app.home.in !== "stack") return [];
  const path = ["apps", app.key];
  const found: Finding[] = [];
  const name = flyAppNameProblem(app.name);
  if (name)
    found.push(
      finding("fly-app-name", [...path, "name"], `"${app.name}" is not a name Fly accepts.`, name.fix, name.reason),
    );
  for (const region of Object.keys(app.regions)) {
    if (FLY_REGIONS.includes(region)) continue;
    const retired = FLY_RETIRED_REGIONS[region];
    const near = retired ?? didYouMean(region, FLY_REGIONS);
    found.push(
      finding(
        "fly-region",
        system.apps[app.key]?.regions ? [...path, "regions", region] : ["fly", "region"],
        `"${region}" is ${retired ? "a region Fly has closed" : "not a region of Fly"}.`,
        near ? `write "${near}"` : `write one of ${FLY_REGIONS.join(", ")}`,
        "fly.io/docs/reference/regions, August 2026.",
      ),
    );
  }
  const { size, memory } = app.machine;
  if (!FLY_MACHINE_PRESETS[size]) {
    const near = didYouMean(size, Object.keys(FLY_MACHINE_PRESETS));
    const list = `write one of ${Object.keys(FLY_MACHINE_PRESETS).join(", ")}`;
    found.push(
      finding(
        "fly-machine-size",
        [...path, "machine", "size"],
        `"${size}" is not a machine size of Fly.`,
        near ? `did you mean "${near}"?` : list,
      ),
    );
  } else if (memory !== undefined) {
    const problem = flyMemoryProblem(size, memory);
    if (problem)
      found.push(
        finding(
          "fly-memory",
          [...path, "machine", "memory"],
          `${memory} MB does not go with ${size}.`,
          problem.fix,
          problem.reason,
        ),
      );
  }
  for (const kind of ["variables", "secrets"] as const) {
    for (const secret of Object.keys(app[kind])) {
      const problem = flySecretNameProblem(secret);
      if (problem)
        found.push(
          finding(
            "fly-variable-name",
            [...path, kind, secret],
            `"${secret}" is not a name Fly accepts.`,
            problem.fix,
            problem.reason,
          ),
        );
    }
  }
  for (const both of Object.keys(app.variables).filter((variable) => variable in app.secrets)) {
    found.push(
      finding(
        "set-twice",
        [...path, "variables", both],
        `"${both}" is a variable and a secret of the same app.`,
        "remove one of them",
        "On Fly the secret wins (fly.io/docs/reference/configuration).",
      ),
    );
  }
  return found;
}

function checkDatabase(database: DatabaseBlueprint): Finding[] {
  if (database.home.in === "stack" && database.provider === "fly") return checkFlyPostgres(database);
  if (database.home.in !== "stack" || database.provider !== "neon") return [];
  const path = ["databases", database.key];
  const found: Finding[] = [];
  const name = neonDatabaseNameProblem(database.database);
  if (name)
    found.push(
      finding(
        "neon-database-name",
        [...path, "database"],
        `"${database.database}" is not a database name Neon accepts.`,
        name.fix,
        name.reason,
      ),
    );
  const role = neonRoleNameProblem(database.role);
  if (role)
    found.push(
      finding(
        "neon-role-name",
        [...path, "role"],
        `"${database.role}" is not a role name Neon accepts.`,
        role.fix,
        role.reason,
      ),
    );
  const region = neonRegionWarning(database.region);
  if (region)
    found.push({
      ...finding(
        "neon-region",
        ["neon", "region"],
        `"${database.region}" is not a region Neon lists.`,
        region.fix,
        region.reason,
      ),
      severity: "warning",
    });
  return found;
}

function checkFlyPostgres({ key, region, postgres }: DatabaseBlueprint): Finding[] {
  const path = ["databases", key];
  const found: Finding[] = [];
  if (!FLY_POSTGRES_REGIONS.includes(region)) {
    found.push(
      finding(
        "fly-postgres-region",
        [...path, "region"],
        `"${region}" is not a region of Fly Managed Postgres.`,
        `write "region:" with one of ${FLY_POSTGRES_REGIONS.join(", ")}`,
        "Clusters run in fewer regions than machines (flyctl, internal/command/mpg).",
      ),
    );
  }
  if (postgres !== 16 && postgres !== 17) {
    const what = `Postgres ${postgres} is not offered by Fly Managed Postgres.`;
    found.push(finding("fly-postgres-version", [...path, "postgres"], what, "write 16 or 17"));
  }
  return found;
}

/** developers.cloudflare.com/r2/buckets: 3 to 63 characters, lower-case letters, digits and hyphens, not at the ends. */
function checkBucket(bucket: BucketBlueprint): Finding[] {
  if (bucket.home.in !== "stack" || /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket.name)) return [];
  const better = bucket.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);
  return [
    finding(
      "r2-bucket-name",
      ["buckets", bucket.key, "name"],
      `"${bucket.name}" is not a bucket name R2 accepts.`,
      better.length >= 3 ? `write "${better}"` : "write 3 to 63 of a-z, 0-9 and dashes",
      "3 to 63 of a-z, 0-9 and dashes, no dash at the ends (developers.cloudflare.com/r2/buckets).",
    ),
  ];
}

/** developers.cloudflare.com/pages: the name is the first label of `<name>.pages.dev`, at most 58 characters. */
function checkSite(site: SiteBlueprint): Finding[] {
  if (site.home.in === "local" || /^[a-z0-9]([a-z0-9-]{0,56}[a-z0-9])?$/.test(site.project)) return [];
  const better = site.project
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 58);
  return [
    finding(
      "pages-project-name",
      ["sites", site.key, "project"],
      `"${site.project}" is not a project name Pages accepts.`,
      `write "${better}"`,
      "It is a label of <name>.pages.dev: a-z, 0-9 and dashes, at most 58, no dash at the ends.",
    ),
  ];
}

/** docs.github.com/actions/reference/security/secrets: GITHUB_ is reserved; names are stored in upper case. */
function checkPipeline({ pipeline }: Blueprint): Finding[] {
  return (["variables", "secrets"] as const).flatMap((kind) =>
    Object.keys(pipeline?.[kind] ?? {})
      .filter((name) => name.startsWith("GITHUB_"))
      .map((name) =>
        finding(
          "github-name",
          ["pipeline", kind, name],
          `"${name}" is reserved.`,
          `write "${name.replace(/^GITHUB_/, "GH_")}"`,
          "Names starting with GITHUB_ belong to GitHub (docs.github.com/actions/reference/security/secrets).",
        ),
      ),
  );
}
