import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cloudflareCloud } from "../../../sandbox/clouds/cloudflare/index.ts";
import { flyCloud } from "../../../sandbox/clouds/fly/index.ts";
import { startCloud, tokens } from "../../stage/clouds.ts";
import { stubFlyctl } from "../../stage/flyctl/flyctl.ts";
import { stubNpx } from "../../stage/wrangler.ts";
import { aboutPull, type Pushed, push } from "./pull-request.ts";
import { jobOf, workflowAt } from "./read-workflow.ts";
import { reviewed } from "./review-acme.ts";
import { runJob } from "./run-job.ts";

const account = "abcdef0123456789abcdef0123456789";
const blueprints = reviewed({}, { apps: { api: { variables: { HOST: "${apps.api.host}" } } } });
const workflow = workflowAt("review-app.yml", blueprints);
const folder = (name: string) => mkdtempSync(join(tmpdir(), `parity-${name}-`));

/** What `parity review show 12` says of acme. */
const shown = {
  stack: "pr-12",
  apps: {
    api: {
      name: "acme-api-pr-12",
      url: "https://acme-api-pr-12.fly.dev",
      variables: { HOST: "acme-api-pr-12.fly.dev" },
      buildArgs: {},
    },
  },
  sites: {
    web: { project: "acme-pr-12", branch: "main", variables: { API: "https://acme-api-pr-12.fly.dev" } },
  },
};

const pull = (sha: string, ref = "feature") => aboutPull(12, sha, ref, "workflow-token");
const needs = { environment: { result: "success", outputs: { environment: JSON.stringify(shown) } } };

describe("a pull request's app", () => {
  const start = async () => {
    const fly = await startCloud(flyCloud, { flyOrganizations: ["acme-review"] });
    const made = await fetch(`${fly.url}/v1/apps`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens.fly}` },
      body: JSON.stringify({ name: "acme-api-pr-12", org_slug: "acme-review" }),
    });
    expect(made.ok).toBe(true);
    const flyctl = await stubFlyctl(fly.url, ["acme-api-review"]);
    const run = ({ origin, sha }: Pushed, curl = "true") =>
      runJob(
        jobOf(workflow, "deploy-api"),
        { github: pull(sha), needs, secrets: { FLY_API_TOKEN: tokens.fly } },
        { origin, commands: { flyctl, curl }, env: {} },
      );
    return { fly, run };
  };

  test("is deployed under its own name with its own values, by a token of that app alone", async () => {
    const { fly, run } = await start();
    const pushed = push(blueprints, { Dockerfile: "FROM scratch\n" });
    const { succeeded, output, summary } = await run(pushed);
    expect(succeeded, output).toBe(true);
    expect(summary).toContain(`**api** is deployed from commit ${pushed.sha}: https://acme-api-pr-12.fly.dev`);
    const [machine] = Object.values(fly.state.apps["acme-api-pr-12"]?.machines ?? {});
    expect(machine?.config).toMatchObject({
      image: `registry.fly.io/acme-api-pr-12:commit-${pushed.sha}-7-1`,
      env: { HOST: "acme-api-pr-12.fly.dev" },
    });
    expect(output).toMatch(/^::add-mask::FlyV1 fm2_/m);
  });

  test("that does not build or does not answer fails its job", async () => {
    const { run } = await start();
    const broken = await run(push(blueprints, { Dockerfile: "RUN false\n" }));
    expect(broken.ran.at(-1)).toBe("!Deploy");
    const dead = await run(push(blueprints, { Dockerfile: "FROM scratch\n" }), "exit 22");
    expect(dead.ran.at(-1)).toBe("!Check health");
  });
});

test("a site is built without a secret, and what came of it is uploaded to the pull request's project", async () => {
  const { url, state } = await startCloud(cloudflareCloud, { cloudflareAccounts: [account] });
  const made = await fetch(`${url}/client/v4/accounts/${account}/pages/projects`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokens.cloudflare}` },
    body: JSON.stringify({ name: "acme-pr-12", production_branch: "main" }),
  });
  expect(made.ok).toBe(true);
  const { origin, sha } = push(blueprints, {
    "web/build.sh": 'test -z "$CLOUDFLARE_API_TOKEN" && mkdir dist && echo "$API" > dist/index.html\n',
  });
  const artifacts = folder("artifacts");
  const run = (id: string) =>
    runJob(
      jobOf(workflow, id),
      { github: pull(sha), needs, secrets: { CLOUDFLARE_API_TOKEN: tokens.cloudflare } },
      { origin, artifacts, commands: { npx: stubNpx(url) }, env: {} },
    );
  const built = await run("build-web");
  expect(built.succeeded, built.output).toBe(true);
  expect(readFileSync(join(artifacts, "site-web/index.html"), "utf8")).toBe("https://acme-api-pr-12.fly.dev\n");
  const published = await run("publish-web");
  expect(published.succeeded, published.output).toBe(true);
  expect(Object.values(state.pagesProjects)[0]?.deployments).toMatchObject([
    { environment: "production", metadata: { branch: "main", commit_hash: sha } },
  ]);
});

describe("the commands", () => {
  /** Runs a job with `npx` as a stub that writes down its words and answers what `show` says. */
  const run = async (id: string, ref = "feature", results: object = needs) => {
    const { origin, sha } = push(blueprints);
    const calls = join(folder("calls"), "calls");
    const npx = `printf '<%s>' "$@" >> "${calls}"; echo >> "${calls}"; [[ "$*" != *" show "* ]] || echo '${JSON.stringify(shown)}'`;
    const ran = await runJob(
      { ...jobOf(workflow, id), steps: jobOf(workflow, id).steps.map(({ ...step }) => ({ ...step, ...onMain(step) })) },
      { github: pull(sha, ref), needs: results, secrets: {} },
      { origin, commands: { npm: "true", npx }, env: {} },
    );
    const lines = readFileSync(calls, "utf8").trim().split("\n");
    return { ...ran, lines: lines.filter((line) => line.includes("<review>")) };
  };
  /** The infrastructure's branch, which the repository here has under another name. */
  const onMain = ({ with: inputs }: { readonly with?: { readonly [input: string]: unknown } }) =>
    inputs?.["ref"] === "trunk" ? { with: { ...inputs, ref: "main" } } : {};
  const words = (...own: string[]) =>
    ["--no", "--prefix", "systems/acme", "parity", "review", ...own, "--project", "systems/acme"]
      .map((word) => `<${word}>`)
      .join("");

  test.each([["feature"], ['a"$(touch hacked)"'], ["-b;true"]])(
    "make the environment of the branch %s, and hand on what it is",
    async (ref) => {
      const { succeeded, output, steps, lines } = await run("environment", ref);
      expect(succeeded, output).toBe(true);
      expect(lines).toEqual([
        words("up", "12", `--branch=${ref}`, "--yes", "--comment", "--summary"),
        words("show", "12", `--branch=${ref}`, "--json"),
      ]);
      expect(JSON.parse(steps["show"]?.outputs["environment"] ?? "")).toEqual(shown);
    },
  );

  test("take it down, and sweep what is left", async () => {
    expect((await run("down")).lines).toEqual([words("down", "12", "--yes", "--comment")]);
    expect((await run("sweep")).lines).toEqual([words("sweep", "--yes", "--comment")]);
  });

  test.each([
    ["success", ["success", "success"]],
    ["failure", ["success", "failure", "skipped"]],
    ["cancelled", ["success", "cancelled", "skipped"]],
    ["skipped", ["success", "skipped"]],
  ])("tell that the deployment ended in %s", async (expected, results) => {
    const all = Object.fromEntries(results.map((result, index) => [`job${index}`, { result }]));
    expect((await run("tell", "feature", all)).lines).toEqual([words("tell", "12", "--deployment", expected)]);
  });
});
