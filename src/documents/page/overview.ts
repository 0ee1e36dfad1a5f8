import type {
  AppBlueprint,
  Blueprint,
  BucketBlueprint,
  DatabaseBlueprint,
  SiteBlueprint,
} from "../../components/blueprint.ts";
import { render } from "../../config/template.ts";
import { flyInternalHost } from "../../vendors/fly/app-name.ts";
import { code, section, table } from "./markdown.ts";
import { BRANCH, NUMBER } from "./review-names.ts";
import { describeTriggers } from "./trigger.ts";

/** One row an environment: what deploys it, and where each part of it is. */
export function overview(environments: readonly Blueprint[]): string {
  const rows = environments.map((environment) => [
    `**${environment.stack}**${environment.template ? "\none for each pull request" : ""}`,
    describeTriggers(environment).join("\n"),
    environment.apps.map(showApp).join("\n"),
    environment.databases.map(showDatabase).join("\n"),
    environment.sites.map((site) => showSite(site, environment)).join("\n"),
    environment.buckets.map((bucket) => showBucket(bucket, environment)).join("\n"),
  ]);
  const heads = ["environment", "trigger", "apps", "database", "frontend", "storage"];
  const used = heads.map((_, column) => column < 2 || rows.some((row) => row[column] !== ""));
  const keep = <T>(cells: readonly T[]) => cells.filter((_, column) => used[column]);
  return section(2, "Environments", table(keep(heads), rows.map(keep)), ...notes(environments));
}

function showApp(app: AppBlueprint): string {
  const { key, name, host, ownership } = app;
  if (ownership.in === "local") return host === undefined ? `${key}: runs here` : `${key}: local server ${code(host)}`;
  return `${code(name)} ${ownership.in === "owner" ? `of ${ownership.stack}` : whereabouts(app)}`;
}

/** Its URL, or how else it is reached. */
export function whereabouts({ url, host, name, port }: AppBlueprint): string {
  if (url !== undefined) return url;
  if (host !== undefined) return host;
  return port === undefined ? "(serves nothing)" : code(`${flyInternalHost(name)}:${port}`);
}

export function showDatabase({ name, provider, database, ownership, branch }: DatabaseBlueprint): string {
  if (branch) return `${code(name)} (a branch of ${branch.of}'s Neon project)`;
  const places = { neon: "Neon", fly: "Fly Managed Postgres", docker: "docker compose" };
  const owner = ownership.in === "owner" ? ` of ${ownership.stack}` : "";
  return `${code(provider === "docker" ? database : name)} (${places[provider]})${owner}`;
}

/** A stack of tier `shared` has no key, so nothing there says what a key may do. */
function showBucket({ name, access, ownership }: BucketBlueprint, { tier }: Blueprint): string {
  const owner = ownership.in === "owner" ? ` of ${ownership.stack}` : "";
  return `${code(name)} (R2${access === "read" && tier !== "shared" ? ", read only" : ""})${owner}`;
}

function showSite(site: SiteBlueprint, { tier }: Blueprint): string {
  if (site.ownership.in === "local") return code(render(site.host));
  if (tier === "shared") return `Pages project ${code(site.project)}`;
  return `${showSiteUrl(site)} (Pages ${site.slot ?? "preview of each branch"})`;
}

/** The site's URL. Cloudflare chooses a project's host, so until that or a domain is named the URL says whose host it is. */
export function showSiteUrl({ url, project, pagesHost = `<host of ${project}>` }: SiteBlueprint): string {
  const text = url.parts.map((part) => (typeof part === "string" ? part : pagesHost)).join("");
  return text.includes("<") ? code(text) : text;
}

function notes(environments: readonly Blueprint[]): string[] {
  const reviews = environments.some(({ template }) => template);
  const shared = environments
    .filter(({ tier }) => tier === "shared")
    .flatMap(({ stack, sites }) => [
      `${code(stack)} holds what several environments share, and comes up before them.`,
      ...sites.map(
        ({ key, project }) =>
          `Cloudflare chose the host of the Pages project ${code(project)}; ${code(`pulumi stack output sites.${key}.subdomain --stack ${stack}`)} shows it.`,
      ),
    ]);
  return [
    ...(reviews ? [`${code(NUMBER)} is the number of a pull request, and ${code(BRANCH)} its branch.`] : []),
    ...shared,
  ];
}
