import { concat, literal, type Template } from "../../config/template.ts";
import { pagesBranchAlias, pagesSlot } from "../../vendors/cloudflare/pages.ts";
import type { SystemGraph } from "../system.ts";
import { madeBy, type Outputs, type Thing, textOf } from "../thing.ts";
import type { SiteConfig } from "./schema.ts";

/** What may be referred to of a site. */
export const siteOutputs: Outputs<SiteConfig> = {
  project: textOf("project"),
  branch: textOf("branch"),
  host: hostOf,
  url: (thing, graph) => {
    const host = hostOf(thing, graph);
    return host && concat(literal(thing.ownership.in === "local" ? "http://" : "https://"), host);
  },
  subdomain: subdomainOf,
};

/**
 * Cloudflare's host of a Pages project is read from the project, not made from its name: it is
 * `<name>-<suffix>.pages.dev` when the name was taken in the world.
 */
const madeSubdomain = madeBy<SiteConfig>("site", "subdomain", false);

function subdomainOf(thing: Thing<SiteConfig>, graph: SystemGraph): Template | undefined {
  return thing.ownership.in === "local" ? localHost(thing) : madeSubdomain(thing, graph, undefined, thing.path);
}

/** Host name people use: the first domain, else Cloudflare's; on a developer's machine localhost. */
function hostOf(thing: Thing<SiteConfig>, graph: SystemGraph): Template | undefined {
  const { config, ownership, path } = thing;
  if (ownership.in === "local") return localHost(thing);
  if (config.domains.length > 0) {
    const domain = graph.text([...path, "domains", 0]);
    return domain === undefined ? undefined : literal(domain);
  }
  const slot = slotOf(thing, graph);
  const branch = graph.text([...path, "branch"]);
  if (slot === undefined || branch === undefined) return undefined;
  const subdomain = subdomainOf(thing, graph);
  if (slot === "production" || subdomain === undefined) return subdomain;
  return concat(literal(`${pagesBranchAlias(branch)}.`), subdomain);
}

/** The slot of the Pages project that carries the site's branch; `undefined` when a branch is broken. */
export function slotOf({ path }: Thing<SiteConfig>, graph: SystemGraph): "preview" | "production" | undefined {
  const branch = graph.text([...path, "branch"]);
  const productionBranch = graph.text([...path, "productionBranch"]);
  if (branch === undefined || productionBranch === undefined) return undefined;
  return pagesSlot({ branch, productionBranch });
}

function localHost({ config }: Thing<SiteConfig>): Template {
  return literal(`localhost:${config.local?.port ?? 80}`);
}
