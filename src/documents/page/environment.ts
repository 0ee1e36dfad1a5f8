import type { Blueprint } from "../../components/blueprint.ts";
import { deployedApps } from "../deployed-apps.ts";
import { deployment } from "./deployment.ts";
import { bullets, section } from "./markdown.ts";
import { monitoring } from "./monitoring.ts";
import { pipelineSection } from "./pipeline.ts";
import { rollback } from "./rollback.ts";
import { testing } from "./testing.ts";
import { personalSecrets, valuesOfApp, valuesOfSite } from "./values.ts";

/** Everything about one deployed environment, for the person who deploys it or is woken by it. */
export function environmentSection(blueprint: Blueprint, blueprints: ReadonlyMap<string, Blueprint>): string {
  const { stack, sites, pipeline, template } = blueprint;
  const slots = sites.filter(({ slot }) => slot !== undefined);
  return section(
    2,
    template ? "Review environments: one for each pull request" : `Environment: ${stack}`,
    deployment(blueprint, blueprints),
    pipelineSection(blueprint),
    section(3, `Checklist for ${stack}`, bullets((pipeline?.checklist ?? []).map((line) => `[ ] ${line}`))),
    section(3, `What to test in ${stack}`, testing(blueprint)),
    section(
      3,
      `Values of ${stack}`,
      personalSecrets(blueprint),
      ...deployedApps(blueprint).map((app) => section(4, `App ${app.name}`, valuesOfApp(app, blueprint))),
      ...slots.map((site) => section(4, `Pages project ${site.project}, ${site.slot}`, valuesOfSite(site, blueprint))),
    ),
    section(3, `Migrations and rollback in ${stack}`, rollback(blueprint)),
    section(3, `Monitoring ${stack}`, monitoring(blueprint)),
  );
}
