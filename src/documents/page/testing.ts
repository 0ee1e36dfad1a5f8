import type { Blueprint } from "../../components/blueprint.ts";
import { isOwn } from "../../config/scope.ts";
import { smokeUrlsOf } from "../smoke.ts";
import { bullets, code, codeBlock, paragraphs } from "./markdown.ts";
import { showDatabase, showSiteUrl } from "./overview.ts";

/** URLs that must answer, and the things behind them. */
export function testing(blueprint: Blueprint): string {
  const { databases, buckets, sites } = blueprint;
  const checks = smokeUrls(blueprint).map((url) => `curl --fail --silent --show-error --max-time 30 ${url}`);
  return paragraphs(
    codeBlock("bash", checks),
    bullets([
      ...sites.filter(({ slot }) => slot !== undefined).map((site) => `frontend: ${showSiteUrl(site)}`),
      ...databases.map((database) => `database: ${showDatabase(database)}`),
      ...(buckets.length > 0 ? [`storage: ${buckets.map(({ name }) => code(name)).join(", ")} (R2)`] : []),
    ]),
  );
}

/** What must answer 2xx after a deployment: health and smoke paths of the environment's own apps. */
export function smokeUrls({ apps }: Blueprint): string[] {
  return apps.filter(isOwn).flatMap(smokeUrlsOf);
}
