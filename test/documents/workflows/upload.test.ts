import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cloudflareCloud } from "../../../sandbox/clouds/cloudflare/index.ts";
import type { Raw } from "../../../src/config/merge.ts";
import { resolveAcme, shortly } from "../../config/acme.ts";
import { account, startCloud, tokens } from "../../stage/clouds.ts";
import { stubNpx } from "../../stage/wrangler.ts";
import { acme, jobOf, stepOf, workflowAt } from "./read-workflow.ts";
import { runJob } from "./run-job.ts";

const uploads = { connected: false, build: { command: "sh build.sh", output: "dist", root: "web" } };
const system = (site: Raw = {}): Raw => ({
  cloudflare: { account },
  sites: { web: { ...uploads, ...site } },
  pipeline: { secrets: { CLOUDFLARE_API_TOKEN: "${secrets.CLOUDFLARE_API_TOKEN}" } },
});
const jobs = (site: Raw = {}) => workflowAt("deploy-staging.yml", acme({ system: system(site) })).jobs;

test("a site that Cloudflare does not build is built and uploaded after the apps, unless something else does", () => {
  const job = jobOf(workflowAt("deploy-staging.yml", acme({ system: system() })), "publish-web");
  expect(job.needs).toEqual(["prepare", "deploy-api"]);
  expect(job.permissions).toBeUndefined();
  expect(job.environment).toMatchObject({ name: "staging" });
  expect(stepOf(job, "Build").env).toEqual({ API: "https://acme-api-staging.fly.dev" });
  expect(Object.keys(jobs({ upload: "elsewhere" }))).toEqual(["prepare", "deploy-api"]);
  expect(Object.keys(jobs({ connected: true }))).toEqual(["prepare", "deploy-api"]);
});

test("the job leaves a deployment of the environment's branch at Cloudflare, and fails with the build", async () => {
  const cloudflare = await startCloud(cloudflareCloud);
  const { url, state } = cloudflare;
  const origin = mkdtempSync(join(tmpdir(), "parity-upload-"));
  const script = 'test "$API" = https://acme-api-staging.fly.dev && mkdir dist && test ! -e broken';
  execFileSync("bash", [
    "-c",
    `cd "$0" && git init -q && mkdir web && echo '${script}' > web/build.sh && git add -A && git -c user.name=t -c user.email=t@t commit -qm one`,
    origin,
  ]);
  const sha = execFileSync("git", ["rev-parse", "HEAD"], { cwd: origin, encoding: "utf8" }).trim();
  const made = await fetch(`${url}/client/v4/accounts/${account}/pages/projects`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokens.cloudflare}` },
    body: JSON.stringify({ name: "acme", production_branch: "production" }),
  });
  expect(made.ok).toBe(true);
  const job = jobOf(workflowAt("deploy-staging.yml", acme({ system: system() })), "publish-web");
  const run = (command = stubNpx(url)) =>
    runJob(
      job,
      { github: {}, needs: { prepare: { outputs: { sha } } }, secrets: { CLOUDFLARE_API_TOKEN: tokens.cloudflare } },
      { origin, commands: { npx: command }, env: {} },
    );
  const { succeeded, output, summary } = await run();
  expect(succeeded, output).toBe(true);
  expect(summary).toContain(`**web** is uploaded from commit ${sha}.`);
  const deployments = Object.values(state.pagesProjects)[0]?.deployments;
  expect(deployments).toMatchObject([{ environment: "preview", metadata: { branch: "main", commit_hash: sha } }]);

  execFileSync("bash", [
    "-c",
    'cd "$0" && touch web/broken && git add -A && git -c user.name=t -c user.email=t@t commit -qm two && git branch -f broken',
    origin,
  ]);
  const broken = await runJob(
    job,
    { github: {}, needs: { prepare: { outputs: { sha: "broken" } } }, secrets: {} },
    { origin, commands: { npx: stubNpx(url) }, env: {} },
  );
  expect(broken.ran).toEqual(["Check out", "!Build"]);
  expect(Object.values(state.pagesProjects)[0]?.deployments).toHaveLength(1);
});

const unknownHost = { ...uploads, variables: { HOST: "${databases.main.host}" } };

test.each<[Raw, Raw, string]>([
  [{ connected: false }, {}, 'sites.web.build.output [upload-incomplete] The deploy workflow uploads "web"'],
  [uploads, { pipeline: {} }, "pipeline.secrets.CLOUDFLARE_API_TOKEN [upload-incomplete]"],
  [unknownHost, {}, 'sites.web.variables.HOST [upload-incomplete] The deploy workflow builds "web"'],
])("what the job lacks is a problem, and none where something else uploads: %j %j", (web, more, expected) => {
  const found = (site: Raw) => shortly(resolveAcme("staging", {}, { ...system(), sites: { web: site }, ...more }));
  expect(found(web)).toEqual([expect.stringContaining(expected)]);
  expect(found({ ...web, upload: "elsewhere" })).toEqual([]);
});
