import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { blueprintOf } from "../../config/acme.ts";
import { blueprintsOf, systemNames } from "../systems.ts";
import { jobOf, type WorkflowContent, workflowAt, workflowsOf } from "./read-workflow.ts";
import { deployable, jobsInOrder } from "./run-deploy.ts";

const deploysOf = (system: (typeof systemNames)[number]) =>
  workflowsOf(blueprintsOf(system)).flatMap(({ text }) => {
    const content = parse(text) as WorkflowContent;
    const blueprint = blueprintsOf(system).get(content.name.replace("Deploy ", ""));
    return content.name.startsWith("Deploy ") && blueprint ? [{ content, blueprint }] : [];
  });

test.each(systemNames)("%s: each deployment runs against Fly, and brings up what is declared", async (system) => {
  const deployed = await deployable(blueprintsOf(system));
  const deploys = deploysOf(system);
  expect(deploys.length).toBeGreaterThan(0);
  for (const { content, blueprint } of deploys) {
    const prepared = await deployed.run(jobOf(content, "prepare"));
    expect(prepared.output).toBe("");
    expect(prepared.succeeded).toBe(true);
    for (const [id, job] of jobsInOrder(content)) {
      const { succeeded, output, summary } = await deployed.run(job);
      expect(succeeded, output).toBe(true);
      const app = blueprint.apps.find(({ key }) => `deploy-${key}` === id);
      expect(summary).toContain(`**${app?.key}** is deployed from commit`);
      const regions = deployed.machines(app?.name ?? "").map(({ region }) => region);
      expect(regions.sort()).toEqual(
        Object.entries(app?.groups[0].regions ?? {})
          .flatMap(([region, count]) => Array(count).fill(region))
          .sort(),
      );
    }
  }
});

test("apps of every kind are deployed: each group has its machines, and an image is deployed as it is", async () => {
  const apps = {
    api: { port: 8000, processes: { web: "serve", worker: { command: "work", regions: { iad: 2 } } } },
    cache: {
      ...{ name: "acme-cache${environment.suffix}", image: "redis:7", port: 6379, local: { command: "redis-server" } },
      processes: { redis: "redis-server" },
      addresses: { v4: "none", v6: false },
    },
  };
  const blueprints = new Map([["staging", blueprintOf("staging", {}, { apps })]]);
  const deployed = await deployable(blueprints);
  const workflow = workflowAt("deploy-staging.yml", blueprints);
  for (const [, job] of jobsInOrder(workflow)) {
    const { succeeded, output } = await deployed.run(job);
    expect(succeeded, output).toBe(true);
  }
  const groups = deployed
    .machines("acme-api-staging")
    .map(({ env }) => (env as { FLY_PROCESS_GROUP: string }).FLY_PROCESS_GROUP);
  expect(groups.sort()).toEqual(["web", "worker", "worker"]);
  expect(deployed.machines("acme-cache-staging")).toMatchObject([{ image: "redis:7", region: "iad" }]);
  expect(deployed.fly.state.apps["acme-cache-staging"]?.ipAddresses).toEqual([]);
});

describe("live-listen's staging", () => {
  const app = "live-listen-api-staging";
  const toml = "apps/api/fly-staging.toml";
  const blueprints = blueprintsOf("live-listen");
  const job = jobOf(workflowAt("deploy-staging.yml", blueprints), "deploy-api");
  const file = (level: string, release = "true") =>
    `app = "${app}"\nprimary_region = "iad"\n[build]\ndockerfile = "Dockerfile"\n[deploy]\nrelease_command = "${release}"\n[env]\nLEVEL = "${level}"\n[http_service]\ninternal_port = 3001\n`;

  /** One release of its own file is out; answers its image. */
  async function released() {
    const deployed = await deployable(blueprints);
    const sha = deployed.commit({ [toml]: file("one") });
    expect((await deployed.run(job)).succeeded).toBe(true);
    const image = `registry.fly.io/${app}:commit-${sha}-1-1`;
    expect(deployed.machines(app)).toMatchObject([{ image, env: { LEVEL: "one" } }]);
    const machine = () =>
      Object.values(deployed.fly.state.apps[app]?.machines ?? {}).find(({ state }) => !state.startsWith("destroy"));
    return { ...deployed, sha, image, version: () => machine()?.instanceId };
  }

  test.each([
    ["a build", { "apps/api/Dockerfile": "FROM scratch\nRUN false\n" }],
    ["a release command", { [toml]: file("two", "false") }],
  ])("%s that fails leaves every machine as it is, and says so", async (_, change) => {
    const { commit, run, machines, version, image } = await released();
    const before = version();
    commit({ [toml]: file("two"), ...change });
    const { succeeded, ran, summary } = await run(job, { runId: "2" });
    expect(succeeded).toBe(false);
    expect(ran.slice(-3)).toEqual(["!Deploy", "See what was touched", "Say what runs still"]);
    expect(summary).toContain(`**api** was not deployed: no machine was touched, ${image} runs still.`);
    expect(version()).toBe(before);
    expect(machines(app)).toMatchObject([{ image, env: { LEVEL: "one" } }]);
  });

  test("an app that is not well gets the release before again, with the file of that release", async () => {
    const { commit, run, machines, image } = await released();
    commit({ [toml]: file("two") });
    const { succeeded, ran, summary } = await run(job, { runId: "2", curl: "exit 22" });
    expect(succeeded).toBe(false);
    expect(ran.slice(-5)).toEqual([
      "!Check health",
      "See what was touched",
      "Check out the release before",
      "Deploy the release before again",
      "Say what runs again",
    ]);
    expect(summary).toContain(`**api** was not deployed: ${image} runs again.`);
    expect(machines(app)).toMatchObject([{ image, env: { LEVEL: "one" } }]);
  });

  test("machines of which one was changed get the release before again", async () => {
    const { commit, run, machines, fly, image } = await released();
    fly.faults.push({ operation: "fly.releaseLease", kind: "misreport", status: 503, times: 1 });
    commit({ [toml]: file("two") });
    expect((await run(job, { runId: "2" })).ran).toContain("!Deploy");
    expect(machines(app)).toMatchObject([{ image, env: { LEVEL: "one" } }]);
  });

  test("a release that something else made is deployed again with the file that there is", async () => {
    const { commit, run, machines, fly } = await released();
    const other = `registry.fly.io/${app}:deployment-01`;
    const newest = fly.state.apps[app]?.releases?.at(-1);
    Object.assign(newest ?? {}, { image: other });
    commit({ [toml]: file("two") });
    const { ran } = await run(job, { runId: "2", curl: "exit 22" });
    expect(ran).not.toContain("Check out the release before");
    expect(machines(app)).toMatchObject([{ image: other, env: { LEVEL: "two" } }]);
  });

  test("a person rolls back to a version, with the file of its commit", async () => {
    const { commit, run, machines, image } = await released();
    commit({ [toml]: file("two") });
    expect((await run(job, { runId: "2" })).succeeded).toBe(true);
    expect(machines(app)).toMatchObject([{ env: { LEVEL: "two" } }]);
    const back = jobOf(workflowAt("rollback-staging.yml", blueprints), "rollback-api");
    const listed = await run(back, { inputs: { release: "" } });
    expect(listed.ran).toEqual(["Check out", "Set up flyctl", "List the releases"]);
    expect(listed.summary).toContain(`v1\tcomplete\t${image}`);
    const { succeeded, output } = await run(back, { inputs: { release: "v1" } });
    expect(succeeded, output).toBe(true);
    expect(machines(app)).toMatchObject([{ image, env: { LEVEL: "one" } }]);
  });
});

describe("an app that names its paths", () => {
  const apps = { api: { paths: ["api/**", "*.lock"] } };
  const blueprints = new Map([["staging", blueprintOf("staging", {}, { apps })]]);
  const job = jobOf(workflowAt("deploy-staging.yml", blueprints), "deploy-api");

  test("is deployed after a push only when one of them differs, or a file that is rendered for it", async () => {
    const { run, commit } = await deployable(blueprints);
    expect((await run(job)).ran).toContain("Deploy");
    const changes = [
      ["api/src/main.ts", true],
      ["uv.lock", true],
      ["web/api/main.ts", false],
      ["web/uv.lock", false],
      ["fly.staging.toml", true],
      ["Dockerfile", true],
      [".github/workflows/deploy-staging.yml", true],
    ] as const;
    for (const [index, [path, expected]] of changes.entries()) {
      const text = path.endsWith(".toml") ? 'app = "acme-api-staging"\n[env]\nLEVEL = "two"\n' : "# changed\n";
      const sha = commit({ [path]: text });
      const { succeeded, ran, summary, output } = await run(job, { runId: `${index + 2}` });
      expect(succeeded, output).toBe(true);
      expect([path, ran.includes("Deploy")]).toEqual([path, expected]);
      expect(ran.includes("Check health")).toBe(expected);
      expect(summary).toContain(expected ? `**api** is deployed from commit ${sha}` : "**api** stays as commit");
    }
  });

  test("is always deployed by hand, by a release, and by a tag that is pushed", async () => {
    const { run } = await deployable(blueprints);
    await run(job);
    expect((await run(job, { runId: "2" })).ran).not.toContain("Deploy");
    for (const event of [
      { event_name: "workflow_dispatch", ref: "refs/heads/main" },
      { event_name: "release", ref: "refs/tags/v1" },
      { event_name: "push", ref: "refs/tags/v1" },
    ]) {
      expect((await run(job, { runId: event.event_name, event })).ran).toContain("Deploy");
    }
  });

  test("is deployed for what an earlier run left out, and when what runs is of no commit that is known", async () => {
    const { run, commit, fly } = await deployable(blueprints);
    await run(job);
    commit({ "api/main.ts": "new" });
    commit({ "web/main.ts": "new" });
    expect((await run(job, { runId: "2" })).ran).toContain("Deploy");
    const newest = fly.state.apps["acme-api-staging"]?.releases?.at(-1);
    Object.assign(newest ?? {}, { image: `registry.fly.io/acme-api-staging:commit-${"0".repeat(40)}-1-1` });
    expect((await run(job, { runId: "3" })).ran).toContain("Deploy");
  });
});
