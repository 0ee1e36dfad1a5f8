import { beforeEach, expect, test } from "vitest";
import type { PagesProjectSettings } from "../../../src/clouds/cloudflare/pages-projects.ts";
import { compareSettings, findDroppedSettings } from "../../../src/operations/up/pages-projects.ts";
import { connectClouds } from "../../../src/provider/clouds.ts";
import { ACCOUNT, CLOUDFLARE_TOKEN, startPagesCloud } from "../../provider/pages/pages-cloud.ts";
import { skipPauses } from "../../stage/pauses.ts";
import { stepOn } from "../engine/step.ts";

beforeEach(skipPauses);

const type = "cloudflare:index/pagesProject:PagesProject";
const live: PagesProjectSettings = { productionBranch: "main", build: { command: "make", output: "", root: "" } };

test.each([
  ["all is there", { productionBranch: "main", buildConfig: { buildCommand: "make" } }, []],
  ["the program gives no build", { productionBranch: "main" }, []],
  ["the branch is another", { productionBranch: "stable", buildConfig: {} }, ["productionBranch"]],
  [
    "build settings were dropped",
    { productionBranch: "main", buildConfig: { buildCommand: "just", destinationDir: "out", rootDir: "web" } },
    ["build.command", "build.output", "build.root"],
  ],
  ["an empty setting is none", { productionBranch: "main", buildConfig: { destinationDir: "" } }, []],
])("when %s, the settings that differ are named", (_, inputs, expected) => {
  expect(compareSettings(inputs, live)).toEqual(expected);
});

async function start() {
  const cloud = await startPagesCloud();
  await cloud.createProject("plyr");
  const { signal } = new AbortController();
  const others = { flyFlapsUrl: "", flyApiUrl: "", neonBaseUrl: "" };
  const config = { ...others, cloudflareApiToken: CLOUDFLARE_TOKEN, cloudflareBaseUrl: cloud.baseUrl };
  const find = (inputs: object) => {
    const declared = { accountId: ACCOUNT, name: "plyr", productionBranch: "main", ...inputs };
    const step = stepOn(type, "web", { op: "same", new: { type, inputs: declared } });
    return findDroppedSettings([step, step], "shared", { clouds: connectClouds(config, signal), signal });
  };
  return { cloud, find };
}

test("a project that is as declared is asked for once, and is nothing to say", async () => {
  const { cloud, find } = await start();
  expect(await find({})).toEqual([]);
  expect(cloud.takeRequests()).toEqual(["GET"]);
});

test("a setting that Cloudflare dropped is an error that says what to do", async () => {
  const { find } = await start();
  const [error, ...more] = await find({ buildConfig: { buildCommand: "make" } });
  expect(error).toMatch(
    /"plyr" but does not show build\.command as the config says\.[\s\S]*Run: parity up --stack shared/,
  );
  expect(more).toEqual([]);
});

test("a project that cannot be read is not taken for one that is as declared", async () => {
  const { cloud, find } = await start();
  cloud.faults.push({ operation: "cloudflare.getPagesProject", kind: "refuse", status: 403, times: 9 });
  expect(await find({})).toEqual([expect.stringMatching(/^Whether Pages project "plyr" .* is not known\. .*403/s)]);
  cloud.faults.length = 0;
  await cloud.deleteProject("plyr");
  expect(await find({})).toEqual([expect.stringContaining("does not show productionBranch")]);
});
