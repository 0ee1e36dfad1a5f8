import { compatibilityDateProblem, compatibilityFlagsProblem } from "../../vendors/cloudflare/compatibility.ts";
import { pagesProjectNameProblem } from "../../vendors/cloudflare/pages.ts";
import { checkZones } from "../app/limits.ts";
import type { SystemGraph } from "../system.ts";
import type { Thing } from "../thing.ts";
import { slotOf } from "./outputs.ts";
import type { SiteConfig } from "./schema.ts";

/** What Pages would refuse of a site, and what its slots make impossible. */
export function checkLimits(site: Thing<SiteConfig>, graph: SystemGraph): void {
  if (site.ownership.in === "local") return;
  const { path, config } = site;
  graph.accept([...path, "project"], graph.text([...path, "project"]), pagesProjectNameProblem);
  graph.accept([...path, "compatibility", "date"], config.compatibility?.date, compatibilityDateProblem);
  graph.accept([...path, "compatibility", "flags"], config.compatibility?.flags, compatibilityFlagsProblem);
  const domains = graph.texts([...path, "domains"]);
  checkZones(domains, [...path, "domains"], graph);
  if (graph.scope.tier !== "shared") checkSlot(site, graph);
  if (graph.scope.tier === "review" && site.ownership.in === "owner")
    checkSharedPreview(site, site.ownership.stack, graph);
}

/** What a pull request would set for itself in a project that it does not have. */
function checkSharedPreview({ key, config, path }: Thing<SiteConfig>, owner: string, graph: SystemGraph): void {
  for (const kind of ["variables", "secrets"] as const) {
    for (const name of Object.keys(config[kind])) {
      graph.report("shared-preview-variables", [...path, kind, name], {
        what: `"${name}" of "${key}" would be the same in every pull request.`,
        why: `A Pages project has one set of preview variables for all branches, and that of ${owner} is another environment's (developers.cloudflare.com/pages/configuration/build-configuration).`,
        fix: `give it a project of its own ("project: <name>\${environment.suffix}", "shared: null"), or write "${name}: null" to see what the others see`,
      });
    }
  }
}

/**
 * In one Pages project a branch is the production branch or a preview branch
 * (developers.cloudflare.com/pages/configuration/git-integration). A project that environments share keeps its production
 * slot for production; an environment with a project of its own may have that project's.
 */
function checkSlot(site: Thing<SiteConfig>, graph: SystemGraph): void {
  const { config, path } = site;
  const slot = slotOf(site, graph);
  const branch = graph.text([...path, "branch"]);
  const productionBranch = graph.text([...path, "productionBranch"]);
  const production = graph.scope.tier === "production";
  if (production && slot === "preview") {
    graph.report("pages-slot", [...path, "branch"], {
      what: `Production's branch "${branch}" is a preview branch of the Pages project, whose production branch is "${productionBranch}".`,
      why: "A Pages project has one production branch; every other branch gets the preview variables.",
      fix: `write "branch: ${productionBranch}"`,
    });
  }
  if (!production && slot === "production" && config.shared) {
    graph.report("pages-slot", [...path, "branch"], {
      what: `"${branch}" is the production branch of the Pages project, so this environment would take production's variables and domains.`,
      why: "A branch cannot be preview and production of one Pages project at the same time.",
      fix: 'give it another branch, or a project of its own ("project", and "shared: null" in the stack file)',
    });
  }
  if (slot === "preview" && config.domains.length > 0) {
    graph.report("preview-domain", [...path, "domains"], {
      what: "A preview slot has domains.",
      why: "A custom domain of a Pages project always shows its production deployment.",
      fix: "remove them, or make this branch the production branch of a Pages project of its own",
    });
  }
}
