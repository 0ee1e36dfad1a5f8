import {
  FLY_MACHINE_PRESETS,
  FLY_POSTGRES_REGIONS,
  FLY_REGIONS,
  FLY_RETIRED_REGIONS,
  flyAppNameProblem,
  flyMemoryProblem,
  flySecretNameProblem,
} from "../../clouds/fly/limits.ts";
import type { AppBlueprint, DatabaseBlueprint } from "../blueprint.ts";
import { type Finding, finding } from "../problem.ts";
import { didYouMean } from "../schema/findings.ts";
import type { SystemConfig } from "../schema/system.ts";

/** What Fly would refuse of an app: its name, regions, machine and the names of its variables. */
export function checkFlyApp(app: AppBlueprint, system: SystemConfig): Finding[] {
  if (app.home.in !== "stack") return [];
  return [...checkName(app), ...checkRegions(app, system), ...checkMachine(app), ...checkVariables(app)];
}

function checkName({ key, name }: AppBlueprint): Finding[] {
  const problem = flyAppNameProblem(name);
  if (!problem) return [];
  const what = `"${name}" is not a name Fly accepts.`;
  return [finding("fly-app-name", ["apps", key, "name"], what, problem.fix, problem.reason)];
}

function checkRegions({ key, regions }: AppBlueprint, system: SystemConfig): Finding[] {
  const path = (region: string) => (system.apps[key]?.regions ? ["apps", key, "regions", region] : ["fly", "region"]);
  return Object.keys(regions)
    .filter((region) => !FLY_REGIONS.includes(region))
    .map((region) => {
      const retired = FLY_RETIRED_REGIONS[region];
      const near = retired ?? didYouMean(region, FLY_REGIONS);
      return finding(
        "fly-region",
        path(region),
        `"${region}" is ${retired ? "a region Fly has closed" : "not a region of Fly"}.`,
        near ? `write "${near}"` : `write one of ${FLY_REGIONS.join(", ")}`,
        "fly.io/docs/reference/regions, August 2026.",
      );
    });
}

function checkMachine({ key, machine: { size, memory } }: AppBlueprint): Finding[] {
  const path = ["apps", key, "machine"];
  if (!FLY_MACHINE_PRESETS[size]) {
    const near = didYouMean(size, Object.keys(FLY_MACHINE_PRESETS));
    const fix = near ? `did you mean "${near}"?` : `write one of ${Object.keys(FLY_MACHINE_PRESETS).join(", ")}`;
    return [finding("fly-machine-size", [...path, "size"], `"${size}" is not a machine size of Fly.`, fix)];
  }
  const problem = memory === undefined ? undefined : flyMemoryProblem(size, memory);
  if (!problem) return [];
  const what = `${memory} MB does not go with ${size}.`;
  return [finding("fly-memory", [...path, "memory"], what, problem.fix, problem.reason)];
}

function checkVariables({ key, variables, secrets }: AppBlueprint): Finding[] {
  const path = ["apps", key];
  const refused = Object.entries({ variables, secrets }).flatMap(([kind, values]) =>
    Object.keys(values).flatMap((name) => {
      const problem = flySecretNameProblem(name);
      if (!problem) return [];
      const what = `"${name}" is not a name Fly accepts.`;
      return [finding("fly-variable-name", [...path, kind, name], what, problem.fix, problem.reason)];
    }),
  );
  const twice = Object.keys(variables)
    .filter((name) => name in secrets)
    .map((name) =>
      finding(
        "set-twice",
        [...path, "variables", name],
        `"${name}" is a variable and a secret of the same app.`,
        "remove one of them",
        "On Fly the secret wins (fly.io/docs/reference/configuration).",
      ),
    );
  return [...refused, ...twice];
}

/** What Fly would refuse of a Managed Postgres cluster. */
export function checkFlyPostgres({ key, region, postgres }: DatabaseBlueprint): Finding[] {
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
