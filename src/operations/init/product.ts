import { type Answers, type AppAnswers, type EnvironmentName, type ExistingApp, unknownIds } from "./answers.ts";

/** A config object, as it is written into YAML. */
export type Words = { readonly [key: string]: unknown };

/** What a new product's files say: the system, and each environment by its stack. */
export interface Product {
  readonly system: Words;
  readonly stacks: { readonly [stack: string]: Words };
}

/** The product that the answers describe. */
export function productOf(answers: Answers): Product {
  const { name, repository, fly, apps, database, bucket, site } = answers;
  const placeholders = {
    ...(repository === undefined && { repository: unknownIds.repository.where }),
    ...(fly.organization === undefined && { "fly.organization": unknownIds["fly.organization"].where }),
    ...(database === "neon" && { "neon.organization": unknownIds["neon.organization"].where }),
    ...((bucket || site) && { "cloudflare.account": unknownIds["cloudflare.account"].where }),
  };
  const [first] = Object.keys(apps).filter((key) => apps[key]?.port !== undefined);
  const system = {
    repository: repository ?? unknownIds.repository.value,
    ...(Object.keys(placeholders).length > 0 && { placeholders }),
    fly: { organization: fly.organization ?? unknownIds["fly.organization"].value, region: fly.region },
    ...(database === "neon" && {
      neon: { organization: unknownIds["neon.organization"].value, region: neonRegion(fly.region), plan: "free" },
    }),
    ...((bucket || site) && { cloudflare: { account: unknownIds["cloudflare.account"].value } }),
    ...(database !== "none" && {
      databases: { main: { ...(database === "fly" && { provider: "fly" }), name: `${name}-\${environment.name}` } },
    }),
    ...(bucket && { buckets: { uploads: { name: `${name}-uploads\${environment.suffix}` } } }),
    apps: Object.fromEntries(Object.entries(apps).map(([key, app]) => [key, appOf(key, app, answers)])),
    ...(site && { sites: { web: siteOf(name, first) } }),
  };
  return { system, stacks: stacksOf(answers) };
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

/** What is the app's own and may differ between environments. People wrote its fly.toml, and go on doing so. */
function runsAs({ config, regions, machine, sleep }: ExistingApp): Words {
  return {
    config,
    toml: "kept",
    ...(regions && { regions }),
    ...(machine && { machine }),
    ...(sleep && { sleep }),
  };
}

/** One name for all where they differ by the environment's, as `shop-staging` and `shop` do. */
function commonName(name: string, existing: AppAnswers["existing"]): string {
  const others = Object.entries(existing ?? {}).filter(([environment]) => environment !== "production");
  return others.every(([environment, app]) => app.name === `${name}-${environment}`) && others.length > 0
    ? `${name}\${environment.suffix}`
    : name;
}

function siteOf(name: string, app: string | undefined): Words {
  return {
    project: `${name}-web`,
    productionBranch: "production",
    branch: "main",
    build: { command: "npm run build", output: "dist" },
    local: { port: 5173, command: "npm run dev" },
    ...(app !== undefined && { variables: { PUBLIC_API_URL: `\${apps.${app}.url}` } }),
    shared: {
      owner: "shared",
      reason: "one Pages project has a preview and a production slot; each environment owns its own",
    },
  };
}

function stacksOf(answers: Answers): Product["stacks"] {
  const { environments, site } = answers;
  const named = environments.map((name) => [name, stackOf(name, answers)] as const);
  return Object.fromEntries([...(site ? [["shared", {}] as const] : []), ...named]);
}

function stackOf(name: EnvironmentName, answers: Answers): Words {
  const { database, site, apps } = answers;
  const overrides = Object.entries(apps).flatMap(([key, app]) => overridesOf(key, app, name));
  const differs = Object.assign({}, ...overrides.map((one) => one.differs)) as Words;
  const ofApps = Object.fromEntries(overrides.map(({ key, words }) => [key, words]));
  // Where people wait for a first answer machines never sleep.
  const awake = Object.entries(apps).filter(
    ([, app]) => name === "production" && !app.existing && app.port !== undefined,
  );
  const changes = {
    ...(awake.length > 0 && { apps: Object.fromEntries(awake.map(([key]) => [key, { sleep: "off" }])) }),
    ...(overrides.length > 0 && { apps: ofApps }),
    ...(Object.keys(differs).length > 0 && { differs }),
  };
  switch (name) {
    case "dev":
      return database === "none" ? {} : { databases: { main: { provider: "docker" } } };
    case "staging":
      return { deploy: { on: { push: { branches: ["main"] } } }, ...changes };
    case "production":
      return {
        deploy: { on: { release: { tags: ["v*"] } } },
        ...(site && { sites: { web: { branch: "production" } } }),
        ...changes,
      };
    case "review":
      return reviewOf(answers);
  }
}

interface Override {
  readonly key: string;
  /** `null`: it is not there. */
  readonly words: Words | null;
  /** Reasons for what the schema does not let differ. */
  readonly differs: { readonly [path: string]: string };
}

/** What an environment's fly.toml says otherwise than the app of all. */
function overridesOf(key: string, app: AppAnswers, environment: EnvironmentName): Override[] {
  const { existing } = app;
  if (!existing || environment === "dev" || environment === "review") return [];
  const common = existing["production"] ?? Object.values(existing)[0];
  const own = existing[environment];
  if (own === undefined) {
    return [{ key, words: null, differs: { [`apps.${key}`]: `there is no fly.toml of ${key} for ${environment}` } }];
  }
  if (own === common || common === undefined) return [];
  const name = commonName(common.name, existing).includes("${") ? {} : { name: own.name };
  const held = (["port", "health", "release"] as const).filter((word) => own[word] !== app[word]);
  const words = { ...name, ...runsAs(own), ...Object.fromEntries(held.map((word) => [word, own[word] ?? null])) };
  const reason = `as its fly.toml says; make both say the same`;
  return [{ key, words, differs: Object.fromEntries(held.map((word) => [`apps.${key}.${word}`, reason])) }];
}

/** Accounts of their own, so that what runs a pull request's code reaches nothing of production. */
function reviewOf({ name, database, bucket, site }: Answers): Words {
  return {
    fly: { organization: `${name}-review` },
    ...((bucket || site) && { cloudflare: { account: "11111111111111111111111111111111" } }),
    placeholders: {
      "fly.organization": "an organization for pull requests alone: `fly orgs create`",
      ...((bucket || site) && { "cloudflare.account": "an account for pull requests alone" }),
    },
    ...(database === "neon" && { databases: { main: { branch: { of: "staging" } } } }),
    ...(site && {
      sites: {
        web: { project: `${name}-web\${environment.suffix}`, productionBranch: "main", connected: false, shared: null },
      },
      differs: {
        "sites.web": "a Pages project has one set of preview variables, and each pull request has an app of its own",
      },
    }),
    review: { limit: 5 },
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
