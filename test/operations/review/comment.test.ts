import { beforeEach, expect, test } from "vitest";
import { type ReviewNews, tellPull } from "../../../src/operations/review/comment.ts";
import type { TemplateBlueprint } from "../../../src/operations/review/template.ts";
import { type EmulatedGithub, emulateGithub } from "../../clouds/github/emulated-github.ts";
import { blueprintOf } from "../../config/acme.ts";

const differs = { "sites.web": "its previews are those of staging" };
const environment = blueprintOf("pr-1", { sites: { web: null }, differs });
const template: TemplateBlueprint = {
  ...environment,
  template: { limit: 5, days: 7, keep: "review: keep", workflow: ".github/workflows/review-app.yml" },
};

let github: EmulatedGithub;
beforeEach(async () => {
  github = await emulateGithub();
  await github.send("POST", "/pulls", { title: "one", head: "feat", base: "main" });
});

const tell = (news: Partial<ReviewNews>, at = "2026-11-29T12:00:00Z") =>
  tellPull(github.connect(), { pull: 1, environment, template, now: new Date(at), ...news });
const body = () => github.repo.comments.map((one) => one.body).join("\n---\n");

test("the comment says where the environment is, how it is, what it costs, since when, and when it goes", async () => {
  await tell({ state: "coming" });
  await tell({ state: "up", runUrl: "https://github.test/run/7" }, "2026-11-29T12:03:00Z");
  expect(
    body(),
  ).toBe(`<!-- parity:review stack=acme/pr-1 state=up since=2026-11-29T12:00:00 updated=2026-11-29T12:03:00 -->
### Review environment \`acme/pr-1\`

| State | 🟢 up |
| --- | --- |
| \`api\` | https://acme-api-pr-1.fly.dev |
| Cost | 2.19 to 21.77 USD a month |
| Since | 2026-11-29 12:00 UTC; brought up to date 2026-11-29 12:03 UTC |
| Until | the pull request is closed, or 7 days without a push; the label \`review: keep\` keeps it |
| Run | https://github.test/run/7 |`);
});

test("what became of a deployment stands beside the state, until the next up", async () => {
  await tell({ state: "up" });
  await tell({ deployment: "failure" }, "2026-11-29T12:05:00Z");
  expect(body()).toContain("| State | 🟢 up, the deployment failed |");
  expect(body()).toContain("brought up to date 2026-11-29 12:00 UTC");
  await tell({ state: "coming" }, "2026-11-29T13:00:00Z");
  expect(body()).toContain("| State | ⏳ coming up |");
});

test("an environment that went and came again is as old as its last coming", async () => {
  await tell({ state: "up" });
  await tell({ state: "down" }, "2026-11-29T13:00:00Z");
  expect(body()).toContain("| State | ⚪ gone |");
  expect(body()).not.toContain("https://acme-api-pr-1");
  await tell({ state: "coming" }, "2026-11-29T14:00:00Z");
  expect(body()).toContain("| Since | 2026-11-29 14:00 UTC;");
  expect(github.repo.comments).toHaveLength(1);
});

test("that an environment is gone which never was is told to nobody", async () => {
  expect(await tell({ state: "down" })).toEqual({ action: "none" });
  expect(github.repo.comments).toEqual([]);
});
