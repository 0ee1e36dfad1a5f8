import { pullOf } from "../../../components/review/template.ts";
import { isOwn } from "../../../config/scope.ts";
import { distinct, type Leftover, pullNamed, type Search, startOf } from "./leftover.ts";

/** Keys to buckets, which carry the stack in their name, then buckets with what is in them, and Pages projects. */
export const cloudflareLeftovers: Search = {
  async find({ example: { project, cloudflare, buckets: declared, sites } }, { clouds }) {
    const own = declared.filter(isOwn);
    const pages = sites.filter(isOwn);
    if (!cloudflare || own.length + pages.length === 0) return [];
    const accountId = cloudflare.account;
    const { accountTokens, buckets, inventory, projects } = await clouds.cloudflare();
    const found: Leftover[] = [];
    for (const { id, name } of own.length > 0 ? await accountTokens.list(accountId) : []) {
      const [, stack = ""] = /^(.*)-storage\/\d+\/[\w-]+$/.exec(name) ?? [];
      const pull = stack.startsWith(`${project}-`) ? pullOf(stack.slice(project.length + 1)) : undefined;
      if (pull === undefined) continue;
      found.push({ pull, what: `R2 key ${name}`, remove: () => accountTokens.delete(accountId, id) });
    }
    for (const jurisdiction of distinct(own.map((bucket) => bucket.jurisdiction))) {
      for (const { name: pattern } of own.filter((bucket) => bucket.jurisdiction === jurisdiction)) {
        for (const name of await inventory.listBuckets(accountId, startOf(pattern), jurisdiction)) {
          const pull = pullNamed(name, pattern);
          if (pull === undefined) continue;
          const remove = async () => {
            await buckets.empty({ accountId, name, jurisdiction });
            await buckets.delete({ accountId, name, jurisdiction });
          };
          found.push({ pull, what: `R2 bucket ${name}`, remove });
        }
      }
    }
    for (const name of pages.length > 0 ? await projects.list(accountId) : []) {
      const pull = pages.map((site) => pullNamed(name, site.project)).find((number) => number !== undefined);
      if (pull === undefined) continue;
      found.push({ pull, what: `Pages project ${name}`, remove: () => projects.delete({ accountId, project: name }) });
    }
    return found;
  },
};
