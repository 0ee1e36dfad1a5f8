import { afterAll, beforeAll, expect, test } from "vitest";
import { Repository } from "../stage/repository.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { whole } from "../stage/whole.ts";

const sandbox = new Sandbox();
const repository = "zzstoatzz/plyr.fm";
let github: Repository;
let pull: number;

beforeAll(async () => {
  await sandbox.bringUp("dev");
  github = await Repository.open(sandbox, repository);
  pull = await github.openPull("change-dev");
  for (const n of Array.from({ length: 101 }).keys()) {
    await github.call("POST", `/issues/${pull}/comments`, { body: `Comment ${n}` });
  }
});
afterAll(() => sandbox.close());

const preview = (stack: string, ...words: string[]) =>
  sandbox.run(["parity", "preview", "--stack", stack, ...words], "", {
    GITHUB_REPOSITORY: repository,
    GITHUB_REF: `refs/pull/${pull}/merge`,
  });

const commentsOf = async (stack: string) =>
  (await github.comments(pull)).filter(({ body }) => body.startsWith(`<!-- parity:preview stack=plyr/${stack} -->`));

test("the first preview comments, and the next one edits that comment behind page one", async () => {
  expect(await preview("dev", "--comment")).toMatchObject({
    code: 0,
    text: expect.stringContaining("comment created"),
  });
  const [first] = await commentsOf("dev");
  expect(first?.body).toContain("## plyr/dev: no changes");

  sandbox.edit("Pulumi.yaml", (text) => text.replace("history: 21600", "history: 3600"));
  for (const n of Array.from({ length: 31 }).keys()) {
    await github.call("POST", `/issues/${pull}/comments`, { body: `Another ${n}` });
  }
  expect(await preview("dev", "--comment")).toMatchObject({
    code: 0,
    text: expect.stringContaining("comment updated"),
  });
  const [edited, ...more] = await commentsOf("dev");
  expect(more).toEqual([]);
  expect(edited?.id).toBe(first?.id);
  expect(edited?.body).toContain("| `neon Project main` | `historyRetentionSeconds` | `21600` | `3600` |");
});

test("two stacks at once have a comment each, and that of a change taken back says so", async () => {
  const [before] = await commentsOf("dev");
  sandbox.edit("Pulumi.yaml", (text) => text.replace("history: 3600", "history: 21600"));
  const ended = await Promise.all([preview("dev", "--comment"), preview("shared", "--comment")]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  const dev = await commentsOf("dev");
  expect(dev.map(({ id, body }) => [id, body.includes("## plyr/dev: no changes")])).toEqual([[before?.id, true]]);
  const [shared, ...more] = await commentsOf("shared");
  expect(more).toEqual([]);
  expect(shared?.body).toContain("- `fly App transcoder`");
});

test("a bucket that would be lost stops it, until the label that the report names allows it", async () => {
  sandbox.edit("Pulumi.yaml", (text) => text.replace('"audio-${environment.alias}"', '"sound-${environment.alias}"'));
  const refused = await preview("dev", "--comment");
  expect(refused.code).toBe(3);
  expect(refused.text).toContain('label "parity: may destroy in plyr/dev"');
  const [comment] = await commentsOf("dev");
  expect(comment?.body).toMatch(/label "parity: may destroy in plyr\/dev"[\s\S]*`cloudflare R2Bucket audio`/);

  await github.call("POST", `/issues/${pull}/labels`, { labels: ["parity: may destroy in plyr/dev"] });
  expect((await preview("dev")).code).toBe(0);
  sandbox.edit("Pulumi.yaml", (text) => text.replace('"sound-${environment.alias}"', '"audio-${environment.alias}"'));
});

whole("a report over GitHub's limit is cut, keeps its verdict and points to the log", async () => {
  const buckets = Array.from({ length: 500 }, (_, n) => {
    const key = `a-bucket-with-a-long-key-${"x".repeat(120)}-${n}`;
    return `        ${key}: { name: "many-${n}-\${environment.alias}" }`;
  });
  sandbox.edit("Pulumi.yaml", (text) => text.replace(/^ {6}buckets:$/m, `      buckets:\n${buckets.join("\n")}`));
  const ended = await sandbox.run(["parity", "preview", "--stack", "dev", "--comment", "--pull", String(pull)], "", {
    GITHUB_REPOSITORY: repository,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_RUN_ID: "4711",
  });
  expect(ended.text).toContain("comment updated");
  expect(ended.text).toContain("-499");
  const [comment] = await commentsOf("dev");
  expect(comment?.body.length).toBeLessThanOrEqual(65_536);
  expect(comment?.body).toContain("500 new");
  expect(comment?.body).toContain("https://github.com/zzstoatzz/plyr.fm/actions/runs/4711");
  sandbox.edit("Pulumi.yaml", (text) => text.replace(`\n${buckets.join("\n")}`, ""));
});

test("a config that is wrong is said in the comment, with what to write", async () => {
  sandbox.edit("Pulumi.yaml", (text) => text.replace('"audio-', '"Audio_'));
  const ended = await preview("dev", "--comment");
  sandbox.edit("Pulumi.yaml", (text) => text.replace('"Audio_', '"audio-'));
  expect(ended.code).toBe(1);
  const [comment] = await commentsOf("dev");
  expect(comment?.body).toContain("## plyr/dev: the preview failed");
  expect(comment?.body).toMatch(/Pulumi\.yaml:\d+ +buckets\.audio\.name/);
});

test("a pull request from a fork is checked without secrets, and nothing is asked of a cloud or posted", async () => {
  const fork = await github.openPull("octocat:patch");
  const before = (await sandbox.journal()).length;
  const ended = await sandbox.run(["parity", "preview", "--stack", "dev", "--comment", "--pull", String(fork)], "", {
    GITHUB_REPOSITORY: repository,
  });
  expect(ended).toMatchObject({ code: 0, text: expect.stringContaining("dev: fine") });
  expect(ended.text).toContain("comes from a fork");
  const calls = (await sandbox.journal(before)).map(({ operation }) => operation);
  expect(calls).toEqual(["github.getPull"]);
});

test("a comment that GitHub refuses in the middle is an error that names the cause, and the report is still printed", async () => {
  await sandbox.fault("github.updateComment", "refuse", { status: 403, times: 9 });
  sandbox.edit("Pulumi.yaml", (text) => text.replace("history: 21600", "history: 3600"));
  const ended = await preview("dev", "--comment");
  await sandbox.clearFaults();
  expect(ended.code).toBe(1);
  expect(ended.text).toContain("dev: 1 to change");
  expect(ended.text).toMatch(/GitHub refused to .*403/);
  expect(ended.text).not.toMatch(/^ +at /m);
  expect(await commentsOf("dev")).toHaveLength(1);
});
