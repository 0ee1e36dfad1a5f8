import { Problem } from "../../problem/problem.ts";
import { nearestLabel } from "../dns-label.ts";

/** How many projects an account has (developers.cloudflare.com/pages/platform/limits), until Cloudflare is asked for more. */
export const PAGES_PROJECTS = 100;

/** Deployments of the production branch, or of all others. */
export type PagesSlot = "preview" | "production";

/** developers.cloudflare.com/pages: the name is the first label of `<name>.pages.dev`, at most 58 characters. */
export function pagesProjectNameProblem(name: string): Problem | undefined {
  if (/^[a-z0-9]([a-z0-9-]{0,56}[a-z0-9])?$/.test(name)) return undefined;
  return new Problem({
    code: "pages-project-name",
    what: `"${name}" is not a project name Pages accepts.`,
    why: "It is a label of <name>.pages.dev: a-z, 0-9 and dashes, at most 58, no dash at the ends.",
    fix: `write "${nearestLabel(name, 58)}"`,
  });
}

/**
 * The stable address of a branch's latest deployment is `<alias>.<project host>`: the branch in lower case, everything
 * but a-z and 0-9 a dash, at most 28 characters (developers.cloudflare.com/pages/configuration/preview-deployments).
 * The host of a single deployment changes with each one and is not an address to build on.
 */
export function pagesBranchAlias(branch: string): string {
  return branch
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "-")
    .slice(0, 28)
    .replace(/^-+|-+$/g, "");
}

/** The slot that deployments of `branch` belong to. */
export function pagesSlot(site: { readonly branch: string; readonly productionBranch: string }): PagesSlot {
  return site.branch === site.productionBranch ? "production" : "preview";
}
