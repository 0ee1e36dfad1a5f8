import { describe, expect, test } from "vitest";
import { resolve } from "../../../src/components/resolve.ts";
import type { Raw } from "../../../src/config/merge.ts";
import { keptTomls } from "../../../src/documents/fly-toml/kept.ts";
import { checkDocuments, renderDocuments } from "../../../src/documents/render.ts";
import { blueprintOf, shortly } from "../../config/acme.ts";
import { blueprintsOf } from "../systems.ts";
import {
  evaluate,
  type JobContent,
  jobOf,
  stepOf,
  type WorkflowContent,
  workflowAt,
  workflowsOf,
} from "./read-workflow.ts";
import { reviewed, reviewSource } from "./review-acme.ts";

const review = (environment: Raw = {}, system: Raw = {}): WorkflowContent =>
  workflowAt("review-app.yml", reviewed(environment, system));
const pathsOf = (environment: Raw, system: Raw = {}) =>
  workflowsOf(reviewed(environment, system)).map(({ path }) => path);
const textOf = (content: unknown) => JSON.stringify(content);
const secretsIn = (content: unknown) => [...textOf(content).matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);

test("runs as the default branch has it, at each change of a pull request, and once a day off the full hour", () => {
  const { on, concurrency } = review();
  expect(on).toEqual({
    pull_request_target: { types: ["opened", "reopened", "synchronize", "closed"] },
    schedule: [{ cron: expect.stringMatching(/^[1-9]\d* \d+ \* \* \*$/) }],
    workflow_dispatch: {},
  });
  expect(concurrency).toEqual({
    group: "review-app-${{ github.event.pull_request.number || 'sweep' }}",
    "cancel-in-progress": false,
  });
});

describe("who gets one", () => {
  const { jobs } = review();
  const pull = (action: string, repository = "acme/acme", author = "ada", actor = author) => ({
    event_name: "pull_request_target",
    repository: "acme/acme",
    actor,
    event: { action, pull_request: { head: { repo: { full_name: repository } }, user: { login: author } } },
  });
  const scheduled = (event_name: string) => ({
    event_name,
    repository: "acme/acme",
    actor: "ada",
    event: { pull_request: { head: { repo: {} }, user: {} } },
  });

  test.each<[string, object, string[]]>([
    ["a pull request of the repository", pull("opened"), ["environment"]],
    ["its next push", pull("synchronize"), ["environment"]],
    ["its end", pull("closed"), ["down"]],
    ["a fork's pull request", pull("opened", "stranger/acme"), []],
    ["the end of a fork's", pull("closed", "stranger/acme"), []],
    ["Dependabot's pull request", pull("opened", "acme/acme", "dependabot[bot]"), []],
    ["a person's push to Dependabot's", pull("synchronize", "acme/acme", "dependabot[bot]", "ada"), []],
    ["Dependabot's push to a person's", pull("synchronize", "acme/acme", "ada", "dependabot[bot]"), []],
    ["the schedule", scheduled("schedule"), ["sweep"]],
    ["a run by hand", scheduled("workflow_dispatch"), ["sweep"]],
  ])("%s", (_, github, expected) => {
    const first = Object.entries(jobs).filter(([, { needs }]) => !needs);
    const due = first.filter(([, job]) => evaluate(job.if ?? "true", github)).map(([id]) => id);
    expect(due).toEqual(expected);
  });

  test("everything else waits for the environment", () => {
    const others = Object.entries(jobs).filter(([id]) => !["environment", "down", "sweep"].includes(id));
    expect(others.map(([id]) => id)).toEqual(["deploy-api", "build-web", "publish-web", "tell"]);
    for (const [, { needs }] of others) expect(needs).toContain("environment");
  });
});

describe.each([
  ["acme", reviewed()],
  ["plyr", blueprintsOf("plyr")],
  ["relay", blueprintsOf("relay")],
  ["reify-studio", blueprintsOf("reify-studio")],
] as const)("secrets of %s", (_, blueprints) => {
  const { jobs } = workflowAt("review-app.yml", blueprints);
  const head = "github.event.pull_request.head.sha";
  const checksOut = (job: JobContent) => job.steps.findIndex((step) => textOf(step.with ?? {}).includes(head));

  test("a job that has the pull request's files sees none of them from there on", () => {
    const holding = Object.entries(jobs).filter(([, job]) => checksOut(job) >= 0);
    expect(holding.map(([id]) => id).filter((id) => !/^(deploy|build)-/.test(id))).toEqual([]);
    for (const [, job] of holding) {
      expect(secretsIn(job.steps.slice(checksOut(job)))).toEqual([]);
      expect(textOf(job.steps.slice(checksOut(job)))).not.toContain("github.token");
    }
  });

  test("a job that runs a command of the pull request never had one", () => {
    for (const [id, job] of Object.entries(jobs).filter(([id]) => id.startsWith("build-"))) {
      expect([id, job.environment, job.permissions, secretsIn(job)]).toEqual([id, undefined, undefined, []]);
    }
  });

  test("the organization's token of Fly makes one app's, for an hour, before any file is there", () => {
    for (const [, job] of Object.entries(jobs).filter(([id]) => id.startsWith("deploy-"))) {
      expect(secretsIn(job)).toEqual(["FLY_API_TOKEN"]);
      const step = stepOf(job, "Make a token for this app alone");
      expect(secretsIn(step)).toEqual(["FLY_API_TOKEN"]);
      expect(job.steps.indexOf(step)).toBeLessThan(checksOut(job));
      expect(step.run).toContain("--expiry 1h");
    }
  });

  test("everything with a secret is in the GitHub environment, and leaves no deployment there", () => {
    const holders = Object.values(jobs).filter((job) => secretsIn(job).length > 0);
    for (const job of holders) expect(job.environment).toEqual({ name: "review", deployment: false });
  });

  test("the commands come from the project's own repository and branch, without a cache", () => {
    for (const id of ["environment", "tell", "down", "sweep"]) {
      const { steps } = jobOf({ jobs } as WorkflowContent, id);
      expect(steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"))).toHaveLength(1);
      expect(textOf(steps)).not.toContain(head);
      expect(stepOf({ steps }, "Set up Node.js").with).toEqual({
        "node-version": "24",
        "package-manager-cache": false,
      });
    }
  });
});

test("the project is found where the template says, and only the comment is given a right to write", () => {
  const { jobs } = review();
  const { with: inputs } = stepOf(jobOf({ jobs } as WorkflowContent, "environment"), "Check out the infrastructure");
  expect(inputs).toEqual({
    repository: "acme/infrastructure",
    ref: "trunk",
    "persist-credentials": false,
    token: "${{ secrets.INFRASTRUCTURE_TOKEN || github.token }}",
  });
  expect(stepOf(jobOf({ jobs } as WorkflowContent, "environment"), "Up").env).toMatchObject({ FOLDER: "systems/acme" });
  const rights = Object.values(jobs).flatMap(({ permissions = {} }) => Object.entries(permissions));
  const written = rights.filter(([, right]) => right === "write").map(([name]) => name);
  expect([...new Set(written)]).toEqual(["pull-requests"]);
});

test("tokens are of the vendors that the template needs", () => {
  const state = ["PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE"];
  const tokens = (environment: Raw, system: Raw) =>
    secretsIn(stepOf(jobOf(review(environment, system), "environment"), "Up").env);
  expect(tokens({}, {})).toEqual(["FLY_API_TOKEN", "NEON_API_KEY", "CLOUDFLARE_API_TOKEN", ...state]);
  const none = { buckets: null, sites: null };
  const api = { secrets: { S3_KEY: null } };
  expect(tokens({ ...none, differs: null }, { ...none, apps: { api } })).toEqual([
    "FLY_API_TOKEN",
    "NEON_API_KEY",
    ...state,
  ]);
  const without = { secrets: { S3_KEY: null, DATABASE_URL: null } };
  const bare = { ...none, databases: null };
  expect(tokens({ ...bare, differs: null }, { ...bare, apps: { api: without } })).toEqual(["FLY_API_TOKEN", ...state]);
});

test("what each pull request has of its own is said over fly.toml, by the environment and never in the script", () => {
  const api = {
    variables: { LOG_LEVEL: "info", HOST: "${apps.api.host}" },
    buildArgs: { STAGE: "${environment.name}", SHA: "v-${commit.sha}", SAME: "same" },
  };
  const { run, env } = stepOf(jobOf(review({}, { apps: { api } }), "deploy-api"), "Deploy");
  const said = "fromJSON(needs.environment.outputs.environment).apps['api']";
  expect(run).toBe(
    'flyctl deploy -a "$APP" -c fly.review.toml --remote-only --image-label "$LABEL" --build-arg SHA=\'v-\'"$COMMIT" --env HOST="$ENV_HOST" --build-arg STAGE="$ARG_STAGE" --ha=false\n',
  );
  expect(env).toMatchObject({
    COMMIT: "${{ github.event.pull_request.head.sha }}",
    ENV_HOST: `\${{ ${said}['variables']['HOST'] }}`,
    ARG_STAGE: `\${{ ${said}['buildArgs']['STAGE'] }}`,
  });
});

describe("there is none", () => {
  test("where the project cannot be found, or nothing is deployed", () => {
    expect(pathsOf({})).toContain(".github/workflows/review-app.yml");
    expect(pathsOf({ review: { from: null } })).not.toContain(".github/workflows/review-app.yml");
    const elsewhere = { sites: { web: { upload: "elsewhere" } } };
    expect(pathsOf(elsewhere)).toContain(".github/workflows/review-app.yml");
    expect(pathsOf({ ...elsewhere, apps: null }, { apps: null, sites: { web: { variables: null } } })).not.toContain(
      ".github/workflows/review-app.yml",
    );
  });

  test("of a stack of one pull request, which the template's documents serve", () => {
    const all = reviewed();
    const one = blueprintOf("pr-12", {}, { sites: null });
    expect(renderDocuments(new Map([...all, ["pr-12", one]]))).toEqual(renderDocuments(all));
    const alone = renderDocuments(new Map([["pr-12", one]])).map(({ path }) => path);
    expect(alone).toContain("fly.pr-12.toml");
  });
});

test("a fly.toml that people keep need not say what is said of each pull request, and is the template's alone", () => {
  const api = { toml: "kept", variables: { HOST: "${apps.api.host}" } };
  const one = blueprintOf("pr-12", {}, { sites: null, apps: { api } });
  const kept = keptTomls(new Map([...reviewed({}, { apps: { api } }), ["pr-12", one]]));
  const said = kept.map(({ path, expected }) => [path, expected.map(({ field }) => field)]);
  expect(said).toEqual([
    ["fly.staging.toml", ["name", "regions", "port", "variables.LOG_LEVEL", "variables.HOST"]],
    ["fly.review.toml", ["regions", "port", "variables.LOG_LEVEL"]],
  ]);
});

test("a product of several in one repository has a file, a name, a group and a GitHub environment of its own", () => {
  const system = { pipeline: { product: "shop" } };
  const { name, concurrency, jobs } = workflowAt("review-app-shop.yml", reviewed({}, system));
  expect(name).toBe("Review app shop");
  expect(concurrency.group).toMatch(/^review-app-shop-\$\{\{/);
  expect(jobOf({ jobs } as WorkflowContent, "down").environment).toMatchObject({ name: "shop-review" });
});

test("fly.review.toml says that the workflow overrides its name", () => {
  const text = renderDocuments(reviewed()).find(({ path }) => path === "fly.review.toml")?.text;
  expect(text).toContain('app = "acme-api-review"');
  expect(text).toContain("# Overridden for each pull request, by .github/workflows/review-app.yml: app\n");
  expect(text).toContain("# Secrets, set by `parity review up`:");
});

test.each<[Raw, string]>([
  [{ variables: { HOST: "${databases.main.host}" } }, "sites.web.variables.HOST [upload-incomplete]"],
  [{ build: { output: null } }, "sites.web.build.output [upload-incomplete]"],
])(
  "a site that cannot be built before anything exists is refused, and no token is asked of a stack: %j",
  (web, code) => {
    expect(shortly(resolve(reviewSource()))).toEqual([]);
    expect(shortly(resolve(reviewSource({ sites: { web } })))).toEqual([expect.stringContaining(code)]);
  },
);

test.each<[string, Raw, string]>([
  ["an image", { image: "registry.fly.io/acme:${environment.name}" }, '"image"'],
  ["a Dockerfile", { dockerfile: "${environment.name}.Dockerfile" }, '"dockerfile"'],
  ["a commit beside a name", { buildArgs: { TAG: "${environment.name}-${commit.sha}" } }, '"buildArgs.TAG"'],
])("what one fly.toml cannot say of each pull request is refused: %s", (_, api, field) => {
  const [problem, ...others] = checkDocuments(reviewed({}, { apps: { api } }));
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    code: "differs-by-pull-request",
    what: `${field} of "api" would be another for each pull request.`,
  });
});
