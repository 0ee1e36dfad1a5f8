import type { Ownership } from "../../config/scope.ts";
import type { Template, Templates } from "../../config/template.ts";
import { requireCloudflare } from "../bucket/resolve.ts";
import type { SystemGraph } from "../system.ts";
import { sound, type Thing, valuesAt } from "../thing.ts";
import { checkLimits } from "./limits.ts";
import { siteOutputs, slotOf } from "./outputs.ts";
import type { SiteConfig } from "./schema.ts";
import { checkUpload } from "./upload.ts";

export interface SiteBlueprint extends Omit<SiteConfig, "variables" | "secrets" | "domains"> {
  readonly key: string;
  /** Who declares the Pages project. */
  readonly ownership: Ownership;
  /** This environment's slot of the project; absent on a developer's machine and in the owner's own stack. */
  readonly slot?: "preview" | "production";
  readonly domains: readonly string[];
  readonly host: Template;
  readonly url: Template;
  /** Cloudflare's own host of the project, which domains point at. Present when there are domains. */
  readonly subdomain?: Template;
  readonly variables: Templates;
  readonly secrets: Templates;
  /** Names of secrets that stay as Cloudflare has them. */
  readonly kept: readonly string[];
}

/** Evaluates everything of a site, and reports what is wrong with it. */
export function checkSite(site: Thing<SiteConfig>, graph: SystemGraph): void {
  if (site.ownership.in !== "local") requireCloudflare(site.path, graph);
  const { variables } = resolveTexts(site, graph);
  checkUpload(site, variables, graph);
  checkLimits(site, graph);
}

/** The site, of which nothing was found wrong. */
export function resolveSite(site: Thing<SiteConfig>, graph: SystemGraph): SiteBlueprint {
  const { key, config, ownership } = site;
  const { project, branch, productionBranch, slot, host, url, subdomain, ...values } = resolveTexts(site, graph);
  return {
    ...config,
    ...values,
    key,
    ownership,
    project: sound(project, key),
    branch: sound(branch, key),
    productionBranch: sound(productionBranch, key),
    ...(slot && { slot }),
    ...(subdomain && { subdomain }),
    host: sound(host, key),
    url: sound(url, key),
  };
}

/** Every template of a site. What is broken is `undefined`. */
function resolveTexts(site: Thing<SiteConfig>, graph: SystemGraph) {
  const { config, ownership, path } = site;
  const slot = hasSlot(site, graph) ? slotOf(site, graph) : undefined;
  const text = (field: string) => graph.text([...path, field]);
  const output = (field: "host" | "url" | "subdomain") => siteOutputs[field]?.(site, graph, undefined, path);
  const values = (field: "variables" | "secrets") =>
    slot === undefined && ownership.in !== "local" ? {} : valuesAt([...path, field], graph);
  return {
    project: text("project"),
    branch: text("branch"),
    productionBranch: text("productionBranch"),
    slot,
    domains: graph.texts([...path, "domains"]),
    host: output("host"),
    url: output("url"),
    subdomain: ownership.in !== "local" && config.domains.length > 0 ? output("subdomain") : undefined,
    variables: values("variables"),
    secrets: values("secrets"),
    kept: graph.keptAt([...path, "secrets"]),
  };
}

/**
 * The owner of what environments share has no slot of its own: the environments have one each. A pull request has none in a
 * project that is shared: its branch is one of the many that see the preview variables, which are another environment's.
 */
export function hasSlot({ ownership }: Thing<SiteConfig>, { scope }: SystemGraph): boolean {
  if (ownership.in === "local" || scope.tier === "shared") return false;
  return ownership.in === "stack" || scope.tier !== "review";
}
