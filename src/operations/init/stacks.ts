import type { Answers, AppAnswers, EnvironmentName } from "./answers.ts";
import { commonName, runsAs } from "./existing.ts";
import type { Product, Words } from "./words.ts";

/** What each environment has otherwise, by its stack. */
export function stacksOf(answers: Answers): Product["stacks"] {
  const { environments, site } = answers;
  const named = environments.map((name) => [name, stackOf(name, answers)] as const);
  return Object.fromEntries([...(site ? [["shared", {}] as const] : []), ...named]);
}

function stackOf(name: EnvironmentName, answers: Answers): Words {
  const { database, site, apps, triggers = {} } = answers;
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
      return { deploy: { on: triggers.staging ?? { push: { branches: ["main"] } } }, ...changes };
    case "production":
      return {
        deploy: { on: triggers.production ?? { release: { tags: ["v*"] } } },
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
