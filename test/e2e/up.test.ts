import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSaid, shownAfter } from "../stage/page.ts";
import { Repository } from "../stage/repository.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { shape } from "../stage/typed-line.ts";
import { whole } from "../stage/whole.ts";
import { expectNoChanges } from "./outcome.ts";

const canary = "canary-41d07be2-never-in-clear";
const sandbox = new Sandbox();
const repository = "zzstoatzz/plyr.fm";
let github: Repository;
let said = "";

beforeAll(async () => {
  await setSecret(canary);
  github = await Repository.open(sandbox, repository);
});
afterAll(() => sandbox.close());

const setSecret = (value: string) =>
  sandbox.succeed(
    ["config", "set", "--path", "--secret", "--stack", "staging", "plyr:secrets.LOGFIRE_WRITE_TOKEN"],
    value,
  );

/** A command of ours in a workflow run on a commit; everything it says is kept for the search for secrets. */
async function parity(words: string[], variables: Record<string, string> = {}) {
  const run = { GITHUB_REPOSITORY: repository, GITHUB_ACTOR: "octocat", ...variables };
  const ended = await sandbox.run(["parity", ...words, "--stack", "staging"], "", run);
  said += ended.text;
  return ended;
}

/** Previews a pull request as its workflow does, and uploads the plan. */
async function review(
  branch: string,
  edit: (text: string) => string,
): Promise<{ pull: number; commit: () => Promise<string> }> {
  sandbox.edit("Pulumi.staging.yaml", edit);
  const pull = await github.openPull(branch);
  const plan = join(sandbox.source, "plan.json");
  const ended = await parity(["preview", "--comment", "--pull", String(pull), "--save-plan", plan]);
  expect(ended.code).toBe(0);
  // Of what nobody has changed since the last up.
  expect(ended.text).not.toContain("stale: fly.staging.toml");
  const name = `plan-plyr-staging-${await github.headOf(pull)}`;
  await sandbox.succeed(["artifact", plan, "--repository", repository, "--pull", String(pull), "--name", name]);
  return { pull, commit: () => github.merge(pull) };
}

const writesSince = async (before: number) =>
  (await sandbox.journal(before)).filter(
    // Fly's GraphQL is read by POST, and GitHub is written to by the commands themselves.
    ({ cloud, method, operation }) => method !== "GET" && operation !== "fly.graphql.app" && cloud !== "github",
  );

test("without a plan it applies what its own preview shows, and writes down who did it", async () => {
  const file = join(sandbox.source, "runs.jsonl");
  const ended = await parity(["up", "--yes", "--record", file], { GITHUB_SHA: "0".repeat(40) });
  expect(ended.text).toContain("staging is up: 15 created.");
  expectSaid(ended.text, shownAfter("README.md", "npm run sandbox -- parity up --stack staging --yes"));
  expect(ended.code).toBe(0);
  const [line, ...more] = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(more).toEqual([]);
  expect(JSON.parse(line ?? "")).toMatchObject({
    project: "plyr",
    stack: "staging",
    who: "octocat",
    outcome: "success",
    counts: { create: 15 },
    report: expect.stringContaining("`neon Project main`"),
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await expectNoChanges(sandbox, "staging", "--refresh");
});

test("a preview tells what only the next deployment changes, and the files that are stale until then", async () => {
  const edit = (from: string, to: string) => sandbox.edit("Pulumi.yaml", (text) => text.replace(from, to));
  edit("machine: { size: shared-cpu-1x, memory: 256 }", "machine: { size: shared-cpu-1x, memory: 512 }");
  const changed = await parity(["preview"]);
  expect(changed.text).toContain("staging: no changes");
  expect(changed.text).toMatch(/app api\n +processes\.app\.machine\.memory +256 -> 512\n +stale: fly\.staging\.toml, /);
  edit("machine: { size: shared-cpu-1x, memory: 512 }", "machine: { size: shared-cpu-1x, memory: 256 }");
});

test("what was reviewed is applied after the merge, and recorded as a deployment", async () => {
  const { pull, commit } = await review(
    "logfire-off",
    (text) => `${text.trimEnd()}\n    apps: { api: { secrets: { LOGFIRE_ENABLED: false } } }\n`,
  );
  const sha = await commit();
  const summary = join(sandbox.source, "summary.md");
  const run = { GITHUB_SHA: sha, GITHUB_STEP_SUMMARY: summary };
  const ended = await parity(["up", "--reviewed", "--deployment", "--summary"], run);
  expect(ended.text).toContain("staging is up: 1 changed.");
  expect(ended.code).toBe(0);

  const [comment] = await github.comments(pull);
  const [plan = "no plan"] = /plan `sha256:\w+`/.exec(comment?.body ?? "") ?? [];
  expect(readFileSync(summary, "utf8")).toContain(plan);
  expect(readFileSync(summary, "utf8")).toMatch(
    /^## staging: 1 to change, 14 unchanged\n[\s\S]*staging is up: 1 changed\./,
  );

  const [deployment] = await github.call<{ id: number; environment: string; sha: string; payload: unknown }[]>(
    "GET",
    "/deployments",
  );
  expect(deployment).toMatchObject({
    environment: "plyr/staging",
    payload: expect.objectContaining({ who: "octocat", report: expect.stringContaining("values.LOGFIRE_ENABLED") }),
  });
  const statuses = await github.call<{ state: string; description: string }[]>(
    "GET",
    `/deployments/${deployment?.id}/statuses`,
  );
  expect(statuses.map(({ state, description }) => `${state}: ${description}`)).toEqual([
    "success: Applied: 1 changed",
    "in_progress: By octocat",
  ]);
  await expectNoChanges(sandbox, "staging", "--refresh");
});

test("what differs from what was reviewed is refused before any change, and tells no value", async () => {
  const { commit } = await review("logfire-maybe", (text) =>
    text.replace("LOGFIRE_ENABLED: false", "LOGFIRE_ENABLED: maybe"),
  );
  await setSecret(`${canary}-another`);
  const before = (await sandbox.journal()).length;
  const ended = await parity(["up", "--reviewed", "--deployment"], { GITHUB_SHA: await commit() });
  expect(ended.code).toBe(4);
  expect(ended.text).toContain("staging would not become what was reviewed: fly Secrets api.");
  expect(ended.text.trimEnd()).toMatch(/Nothing was changed\.$/);
  const shown = await sandbox.type(ended.text, shape`parity preview --stack …`);
  expect([shown.code, shown.text]).toEqual([0, expect.stringContaining("values.LOGFIRE_WRITE_TOKEN")]);
  expect(await writesSince(before)).toEqual([]);
});

whole("a resource that came on top of what was reviewed is refused before any change", async () => {
  const plan = join(sandbox.source, "plan.json");
  expect((await parity(["preview", "--save-plan", plan])).code).toBe(0);
  const second = '        second: { name: "plyr-second-${environment.alias}", database: plyr, driver: psycopg }\n';
  sandbox.edit("Pulumi.yaml", (text) => text.replace("\n      buckets:", `${second}\n      buckets:`));
  const before = (await sandbox.journal()).length;
  const ended = await parity(["up", "--plan", plan]);
  sandbox.edit("Pulumi.yaml", (text) => text.replace(second, ""));
  expect(ended.code).toBe(4);
  expect(ended.text).toContain("staging would not become what was reviewed: neon Project second.");
  expect(await writesSince(before)).toEqual([]);
});

test("without a reviewed plan nothing is applied, and the way around it is said", async () => {
  const before = (await sandbox.journal()).length;
  const ended = await parity(["up", "--reviewed"], { GITHUB_SHA: "1".repeat(40) });
  expect(ended.code).toBe(4);
  expect(ended.text).toContain("apply without --reviewed");
  expect(await writesSince(before)).toEqual([]);
});

whole("a bucket that would be lost is refused until somebody allows it", async () => {
  sandbox.edit("Pulumi.yaml", (text) => text.replace('"audio-${environment.alias}"', '"sound-${environment.alias}"'));
  const before = (await sandbox.journal()).length;
  const refused = await parity(["up", "--yes"]);
  expect(refused.code).toBe(3);
  expect(refused.text).toContain("cloudflare R2Bucket audio");
  expect(refused.text.trimEnd()).toMatch(/Nothing was changed\.$/);
  expect(await writesSince(before)).toEqual([]);

  const allowed = await parity(["up", "--yes", "--allow-destroy"]);
  expect(allowed.text.match(/^replaced .*$/gm)).toEqual([
    expect.stringMatching(/^replaced {2}cloudflare R2Bucket audio {2}\d+\.\d s$/),
  ]);
  expect(allowed.code).toBe(0);
});

whole("a cloud that refuses in the middle leaves a record of the failure, and the next run goes on", async () => {
  sandbox.edit("Pulumi.staging.yaml", (text) => text.replace("LOGFIRE_ENABLED: maybe", "LOGFIRE_ENABLED: true"));
  await sandbox.fault("fly.updateSecrets", "refuse", { status: 403, times: 9 });
  const ended = await parity(["up", "--yes", "--deployment"], { GITHUB_SHA: await github.headOf(1) });
  await sandbox.clearFaults();
  expect(ended.code).toBe(1);
  expect(ended.text).toMatch(/Fly refused to .*403/);
  const [{ id } = { id: 0 }] = await github.call<{ id: number }[]>("GET", "/deployments");
  const [status] = await github.call<{ state: string }[]>("GET", `/deployments/${id}/statuses`);
  expect(status?.state).toBe("failure");
  expect((await parity(["up", "--yes"])).code).toBe(0);
  await expectNoChanges(sandbox, "staging", "--refresh");
});

whole(
  "a new production branch that Cloudflare drops is an error, and the line that it gives brings it to both places",
  async () => {
    for (const file of ["Pulumi.yaml", "Pulumi.production.yaml"]) {
      sandbox.edit(file, (text) => text.replace("ranch: production-fe", "ranch: release-fe"));
    }
    await sandbox.fault("cloudflare.updatePagesProject", "drop", { times: 1 });
    const dropped = await sandbox.run(["parity", "up", "--yes", "--stack", "shared"]);
    expect(dropped.text).toContain(`Pages project "plyr" but does not show productionBranch as the config says.`);
    expect(dropped.code).toBe(1);
    const again = await sandbox.type(dropped.text, shape`parity up --stack …`);
    expect(again.text).toContain('productionBranch  "production-fe" -> "release-fe"');
    expect(again.code).toBe(0);
    const { pagesProjects } = await sandbox.cloud<Cloudflare>("cloudflare");
    expect(Object.values(pagesProjects)).toMatchObject([
      { production_branch: "release-fe", source: { config: { production_branch: "release-fe" } } },
    ]);
  },
);

interface Cloudflare {
  readonly pagesProjects: { readonly [key: string]: object };
}

test("no secret is in what was said, posted, recorded or saved", async () => {
  const outputs = JSON.parse(
    await sandbox.succeed(["stack", "export", "--show-secrets", "--stack", "staging"]),
  ) as unknown;
  const secrets = [canary, ...secretsIn(outputs)];
  expect(secrets.length).toBeGreaterThan(5);
  writeFileSync(join(sandbox.source, "said.txt"), said);
  const posted = JSON.stringify([
    await github.comments(1),
    await github.comments(2),
    await github.call("GET", "/deployments"),
  ]);
  writeFileSync(join(sandbox.source, "posted.txt"), posted);
  for (const secret of secrets) {
    const found = sandbox.filesWith(secret).filter((path) => !/clouds\/\w+\.json$/.test(path));
    expect(found).toEqual([]);
  }
});

/** Values that the engine keeps encrypted. Those of an app are all encrypted, and only some of them are secret. */
function secretsIn(value: unknown): string[] {
  if (value === null || typeof value !== "object") return [];
  if (!("plaintext" in value)) return Object.values(value).flatMap(secretsIn);
  const secret = JSON.parse(String(value.plaintext)) as string | Record<string, string> | null;
  if (secret === null) return [];
  if (typeof secret === "string") return [secret];
  return Object.entries(secret).flatMap(([name, one]) => (/(KEY|TOKEN|DATABASE_URL)$/.test(name) ? one : []));
}
