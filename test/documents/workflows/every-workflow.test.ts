import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Blueprint } from "../../../src/components/blueprint.ts";
import { pinnedActions, referenceTo } from "../../../src/documents/workflows/pinned-actions.ts";
import { lintWorkflow } from "../../stage/linter.ts";
import { blueprintsOf, systemNames } from "../systems.ts";
import { acme, type WorkflowContent, workflowsOf } from "./read-workflow.ts";
import { reviewed } from "./review-acme.ts";

const checked = { pipeline: { checks: { test: "npm test", lint: "npm run lint\nnpm run types" } } };
const awaited = { pipeline: { ...checked.pipeline, ci: ".github/workflows/ci.yml" } };

/** The five systems, and what none of them has. */
const cases: readonly (readonly [string, () => ReadonlyMap<string, Blueprint>])[] = [
  ...systemNames.map((name) => [name, () => blueprintsOf(name)] as const),
  [
    "apps and sites that name their paths",
    () => acme({ system: { apps: { api: { paths: ["api/**"] } }, sites: { web: { paths: ["web"] } } } }),
  ],
  [
    "a webhook, a command and the commit in a build",
    () =>
      acme({
        system: { apps: { api: { buildArgs: { SHA: "v-${commit.sha}" } } } },
        staging: { deploy: { on: { push: { branches: ["main"] } }, onFailure: { webhook: "ALERTS" } } },
        production: {
          deploy: { on: { release: {} }, onFailure: { command: "./tell" } },
          sites: { web: { branch: "production" } },
        },
      }),
  ],
  ["checks before each deployment", () => acme({ system: checked })],
  [
    "a site that is uploaded",
    () =>
      acme({
        system: {
          sites: {
            web: { connected: false, build: { command: "npm ci && npm run build", output: "dist", root: "web" } },
          },
          pipeline: { secrets: { CLOUDFLARE_API_TOKEN: "${secrets.CLOUDFLARE_API_TOKEN}" } },
        },
      }),
  ],
  [
    "every trigger at once",
    () =>
      acme({
        system: awaited,
        production: {
          deploy: {
            on: {
              push: { branches: ["release/**"], tags: ["hot-*"], paths: ["src/**"] },
              release: { tags: ["v*", "final"] },
              workflow: { name: "CI", branches: ["main"], tags: ["v*"] },
              manual: true,
            },
            checklist: ["Read `migrations/`", 'Tell "everyone" it\'s $now'],
          },
          sites: { web: { branch: "production" } },
        },
      }),
  ],
  [
    "review environments with values of their own, of one product among several",
    () =>
      reviewed(
        {},
        {
          pipeline: { product: "shop" },
          apps: {
            api: {
              variables: { HOST: "${apps.api.host}" },
              buildArgs: { SHA: "${commit.sha}", ENV: "${environment.name}" },
            },
          },
        },
      ),
  ],
  [
    "waiting for CI without a name of branch or tag",
    () => acme({ system: awaited, staging: { deploy: { on: { workflow: { name: "CI" } } } } }),
  ],
];

describe.each(cases)("workflows of %s", (_, blueprints) => {
  const documents = workflowsOf(blueprints());
  const contents = documents.map(({ path, text }) => ({ path, text, content: parse(text) as WorkflowContent }));
  const steps = contents.flatMap(({ path, content }) =>
    Object.values(content.jobs).flatMap((job) => job.steps.map((step) => ({ path, step }))),
  );

  test("actionlint finds nothing, and shellcheck nothing in the scripts", { timeout: 300_000 }, async () => {
    expect(documents.length).toBeGreaterThan(0);
    for (const { path, text } of documents) expect(await lintWorkflow(text, path)).toEqual([]);
  });

  test("each script is one that bash can read", () => {
    // One bash asks one a script: a fork of this process takes longer than bash does.
    const scripts = steps.flatMap(({ step }) => step.run ?? []);
    const ask = 'for script; do bash -n -c "$script"; done';
    const { stderr } = spawnSync("bash", ["-c", ask, "bash", ...scripts], { encoding: "utf8" });
    expect(stderr).toBe("");
  });

  test("nothing from outside is part of a script, and secrets reach the environment of the vendors' tools alone", () => {
    for (const { step } of steps) {
      expect(step.run ?? "").not.toContain("${{");
      const { env, ...rest } = step;
      const { token, ...inputs } = { ...rest.with };
      const isTokens = token === "${{ secrets.INFRASTRUCTURE_TOKEN || github.token }}";
      expect(JSON.stringify(isTokens ? { ...rest, with: inputs } : rest)).not.toContain("secrets.");
      if (JSON.stringify(env ?? {}).includes("secrets."))
        expect(step.run).toMatch(
          /^if \[ -z "\$WEBHOOK" \]|^ *(flyctl|(image|machines|token)="\$\(flyctl|npx --yes wrangler@\d|npx --no --prefix "\$FOLDER" parity review )/m,
        );
    }
    for (const { content } of contents) expect(JSON.stringify({ ...content, jobs: {} })).not.toContain("secrets.");
  });

  test("every action is pinned to a full commit of the table, its version beside it", () => {
    const uses = documents.flatMap(({ text }) => [...text.matchAll(/uses: (\S+)(?: # (\S+))?$/gm)]);
    const table = Object.values(pinnedActions).map((action) => [referenceTo(action), action.version]);
    expect(uses.length).toBeGreaterThan(0);
    for (const [, reference = "", version] of uses) {
      expect(reference).toMatch(/@[0-9a-f]{40}$/);
      expect(table).toContainEqual([reference, version]);
    }
  });

  test("a job may read the repository and nothing more, unless it says so", () => {
    for (const { content } of contents) {
      expect(content.permissions).toEqual({ contents: "read" });
      for (const [id, job] of Object.entries(content.jobs)) {
        const comments = ["environment", "tell", "down", "sweep"].includes(id);
        const own = {
          ...(comments && { "pull-requests": "write" }),
          ...((id === "prepare" || id === "sweep") && { actions: "read" }),
          contents: id === "publish-web" ? "write" : "read",
        };
        if (job.permissions) expect(job.permissions).toEqual(own);
      }
    }
  });

  test("rendered twice they are the same bytes", () => {
    expect(workflowsOf(blueprints())).toEqual(documents);
  });
});

test("actionlint itself sees a mistake, and shellcheck one in a script", async () => {
  const [document] = workflowsOf(blueprintsOf("plyr"));
  const broken = (document?.text ?? "").replace("needs.prepare.outputs.sha", "needs.nobody.outputs.sha");
  const kinds = async (text: string) => (await lintWorkflow(text, "broken.yml")).map(({ kind }) => kind);
  expect(await kinds(broken)).toEqual(["expression"]);
  const unquoted = (document?.text ?? "").replace('"sha=$sha" >> "$GITHUB_OUTPUT"', "sha=$sha >> $GITHUB_OUTPUT");
  expect(new Set(await kinds(unquoted))).toEqual(new Set(["shellcheck"]));
});
