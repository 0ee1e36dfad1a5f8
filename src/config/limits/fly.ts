import { flyAppNameProblem } from "../../vendors/fly/app-name.ts";
import { flyMachineSizeProblem, flyMemoryProblem } from "../../vendors/fly/machine-sizes.ts";
import { flyPostgresRegionProblem, flyPostgresVersionProblem } from "../../vendors/fly/postgres.ts";
import { flyRegionProblem } from "../../vendors/fly/regions.ts";
import { flyVariableNameProblem } from "../../vendors/fly/variable-name.ts";
import type { AppBlueprint, DatabaseBlueprint } from "../blueprint.ts";
import { type Finding, finding, findingsAt } from "../problem.ts";
import type { SystemConfig } from "../schema/system.ts";

/** What Fly would refuse of an app: its name, regions, machine and the names of its variables. */
export function checkFlyApp(app: AppBlueprint, system: SystemConfig): Finding[] {
  if (app.home.in !== "stack") return [];
  const { key, name, regions, machine } = app;
  const path = ["apps", key];
  const { size, memory } = machine;
  const placeOf = (region: string) => (system.apps[key]?.regions ? [...path, "regions", region] : ["fly", "region"]);
  return [
    ...findingsAt([...path, "name"], flyAppNameProblem(name)),
    ...Object.keys(regions).flatMap((region) => findingsAt(placeOf(region), flyRegionProblem(region))),
    ...findingsAt([...path, "machine", "size"], flyMachineSizeProblem(size)),
    ...findingsAt([...path, "machine", "memory"], memory === undefined ? undefined : flyMemoryProblem(size, memory)),
    ...checkVariables(app),
  ];
}

function checkVariables({ key, variables, secrets }: AppBlueprint): Finding[] {
  const path = ["apps", key];
  const refused = Object.entries({ variables, secrets }).flatMap(([kind, values]) =>
    Object.keys(values).flatMap((name) => findingsAt([...path, kind, name], flyVariableNameProblem(name))),
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
  return [
    ...findingsAt([...path, "region"], flyPostgresRegionProblem(region)),
    ...findingsAt([...path, "postgres"], flyPostgresVersionProblem(postgres)),
  ];
}
