import { type Account, type Answers, type AppAnswers, type SiteAnswers, unknownIds } from "./answers.ts";
import { commonName, runsAs } from "./existing.ts";
import { stacksOf } from "./stacks.ts";
import type { Product, Words } from "./words.ts";

/** The product that the answers describe. */
export function productOf(answers: Answers): Product {
  const { name, repository, fly, apps, database, bucket, site, accounts = {} } = answers;
  const ids = {
    "fly.organization": idOf("fly.organization", fly.organization, accounts.fly),
    "neon.organization": idOf("neon.organization", undefined, accounts.neon),
    "cloudflare.account": idOf("cloudflare.account", undefined, accounts.cloudflare),
  };
  const needed = [
    "fly.organization" as const,
    ...(database === "neon" ? ["neon.organization" as const] : []),
    ...(bucket || site ? ["cloudflare.account" as const] : []),
  ];
  const placeholders = {
    ...(repository === undefined && { repository: unknownIds.repository.where }),
    ...Object.fromEntries(needed.flatMap((path) => (ids[path].where === undefined ? [] : [[path, ids[path].where]]))),
  };
  const [first] = Object.keys(apps).filter((key) => apps[key]?.port !== undefined);
  const system = {
    repository: repository ?? unknownIds.repository.value,
    ...(Object.keys(placeholders).length > 0 && { placeholders }),
    fly: { organization: ids["fly.organization"].value, region: fly.region },
    ...(database === "neon" && {
      neon: { organization: ids["neon.organization"].value, region: neonRegion(fly.region), plan: "free" },
    }),
    ...((bucket || site) && { cloudflare: { account: ids["cloudflare.account"].value } }),
    ...(database !== "none" && {
      databases: { main: { ...(database === "fly" && { provider: "fly" }), name: `${name}-\${environment.name}` } },
    }),
    ...(bucket && { buckets: { uploads: { name: `${name}-uploads\${environment.suffix}` } } }),
    apps: Object.fromEntries(Object.entries(apps).map(([key, app]) => [key, appOf(key, app, answers)])),
    ...(site && { sites: { web: siteOf(name, first, site) } }),
    // The workflow that uploads it takes a token of Cloudflare, which only a person has.
    ...(typeof site === "object" && {
      pipeline: { secrets: { CLOUDFLARE_API_TOKEN: "${secrets.CLOUDFLARE_API_TOKEN}" } },
    }),
  };
  return { system, stacks: stacksOf(answers) };
}

/** The id that was said, or the only one that there is; else what stands in its place, and where it is found. */
function idOf(
  path: Exclude<keyof typeof unknownIds, "repository">,
  said: string | undefined,
  accounts: readonly Account[] = [],
): { readonly value: string; readonly where?: string } {
  const [only, second] = accounts;
  if (said !== undefined) return { value: said };
  if (only !== undefined && second === undefined) return { value: only.id };
  const list = accounts.map(({ id, name }) => (name === undefined ? id : `${id} (${name})`)).join(", ");
  return { ...unknownIds[path], ...(second !== undefined && { where: `one of ${list}` }) };
}

function appOf(key: string, app: AppAnswers, { name, database, bucket, apps }: Answers): Words {
  const { port, health, release, command, existing } = app;
  const shown = existing ? (existing["production"] ?? Object.values(existing)[0]) : undefined;
  const isOnly = Object.keys(apps).length === 1;
  return {
    name: shown ? commonName(shown.name, existing) : `${name}${isOnly ? "" : `-${key}`}\${environment.suffix}`,
    ...(port !== undefined && { port }),
    ...(health !== undefined && { health }),
    ...(release !== undefined && { release }),
    ...(shown ? runsAs(shown) : port !== undefined && { sleep: "stop" }),
    local: { ...(port !== undefined && { port }), command: command ?? "docker compose up" },
    ...(!shown &&
      (database !== "none" || bucket) && {
        secrets: {
          ...(database !== "none" && { DATABASE_URL: "${databases.main.url}" }),
          ...(bucket && {
            AWS_ACCESS_KEY_ID: "${storage.accessKeyId}",
            AWS_SECRET_ACCESS_KEY: "${storage.secretAccessKey}",
            S3_ENDPOINT: "${storage.endpoint}",
            S3_BUCKET: "${buckets.uploads.name}",
          }),
        },
      }),
  };
}

function siteOf(name: string, app: string | undefined, site: true | SiteAnswers): Words {
  return {
    project: site === true ? `${name}-web` : site.project,
    productionBranch: "production",
    branch: "main",
    build: { command: "npm run build", output: site === true ? "dist" : site.output },
    ...(site !== true && { connected: false }),
    local: { port: 5173, command: "npm run dev" },
    ...(app !== undefined && { variables: { PUBLIC_API_URL: `\${apps.${app}.url}` } }),
    shared: {
      owner: "shared",
      reason: "one Pages project has a preview and a production slot; each environment owns its own",
    },
  };
}

/** Neon's region beside a region of Fly (neon.com/docs/introduction/regions, August 2026). */
function neonRegion(region: string): string {
  const near: { readonly [region: string]: string } = {
    ...{ fra: "aws-eu-central-1", ams: "aws-eu-central-1", arn: "aws-eu-central-1", cdg: "aws-eu-central-1" },
    ...{ lhr: "aws-eu-west-2", sin: "aws-ap-southeast-1", syd: "aws-ap-southeast-2", gru: "aws-sa-east-1" },
    ...{ sjc: "aws-us-west-2", lax: "aws-us-west-2", ord: "aws-us-east-2" },
  };
  return near[region] ?? "aws-us-east-1";
}
