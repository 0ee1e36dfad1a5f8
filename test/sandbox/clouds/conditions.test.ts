import { expect, it } from "vitest";
import { cloudflareCloud } from "../../../sandbox/clouds/cloudflare/index.ts";
import { readConditions } from "../../../sandbox/clouds/core/conditions.ts";
import { Limiter } from "../../../sandbox/clouds/core/limiter.ts";
import type { CountedCall } from "../../../sandbox/clouds/core/rate-limit.ts";
import { flyCloud } from "../../../sandbox/clouds/fly/index.ts";
import { githubCloud } from "../../../sandbox/clouds/github/index.ts";
import { neonCloud } from "../../../sandbox/clouds/neon/index.ts";
import { startCloud, tokens } from "../../stage/clouds.ts";

it.each([
  [{ delayMs: -1 }, ["delayMs is a whole number from 0 to 600000, not -1"]],
  [{ rateLimits: "yes" }, ['rateLimits is true or false, not "yes"']],
  [{ delay: 5 }, ["conditions have no delay"]],
  [{}, []],
])("the conditions %j are read with all that is wrong with them", (order, problems) => {
  expect(readConditions(order).problems).toEqual(problems);
});

it("a delay holds every answer, side by side, and the journal counts it", async () => {
  const cloud = await startCloud(flyCloud);
  Object.assign(cloud.conditions, { delayMs: 300 });
  const started = performance.now();
  const ask = () => fetch(`${cloud.url}/v1/apps?org_slug=acme`, { headers: { authorization: `Bearer ${tokens.fly}` } });
  await Promise.all([ask(), ask(), ask(), ask()]);
  const took = performance.now() - started;
  expect(took).toBeGreaterThan(295);
  expect(took).toBeLessThan(4 * 300);
  for (const { ms } of cloud.takeEntries()) expect(ms).toBeGreaterThanOrEqual(300);
});

const call = (operation: string, method: CountedCall["method"], params: CountedCall["params"] = {}, open = 1) => ({
  ...{ operation, method, params, open },
});

it.each([
  ["Fly", flyCloud.rateLimits, call("fly.updateSecrets", "POST", { app: "api" }), 3, 1],
  [
    "Fly, of a machine that is read",
    flyCloud.rateLimits,
    call("fly.readMachine", "GET", { app: "api", machine: "m" }),
    10,
    0.2,
  ],
  ["Neon", neonCloud.rateLimits, call("neon.getProject", "GET"), 40, 0.025],
  ["Cloudflare", cloudflareCloud.rateLimits, call("cloudflare.listBuckets", "GET"), 200, 0.005],
  ["GitHub, of reads", githubCloud.rateLimits, call("github.getEnvironment", "GET"), 900, 60],
  ["GitHub, of writes", githubCloud.rateLimits, call("github.putEnvironment", "PUT"), 80, 60],
])("%s takes as many calls at once as it says, and then after so many seconds", (_, limits, one, many, seconds) => {
  const limiter = new Limiter(limits, () => 0);
  for (let n = 0; n < many; n += 1) expect(limiter.take(one, "same")).toBeUndefined();
  expect(limiter.take(one, "same")?.seconds).toBeCloseTo(seconds);
});

it("Cloudflare refuses everything for five minutes once 1,200 calls came in five, and says how many are left", () => {
  let now = 0;
  const limiter = new Limiter(cloudflareCloud.rateLimits, () => now);
  const one = call("cloudflare.listBuckets", "GET");
  for (let n = 0; n < 1200; n += 1, now += 0.0625) expect(limiter.take(one, "same")).toBeUndefined();
  expect(cloudflareCloud.budgetHeaders?.(limiter, one)?.["ratelimit"]).toBe('"default";r=0;t=225');
  expect(limiter.take(one, "same")).toMatchObject({ seconds: 300, again: false });
  now += 299;
  expect(limiter.take(one, "same")).toMatchObject({ again: true });
  now += 1;
  expect(limiter.take(one, "same")).toBeUndefined();
});

it("GitHub refuses the hundred and first that is open", () => {
  const limiter = new Limiter(githubCloud.rateLimits, () => 0);
  expect(limiter.take(call("github.getEnvironment", "GET", {}, 100), "same")).toBeUndefined();
  expect(limiter.take(call("github.getEnvironment", "GET", {}, 101), "same")?.limit).toBe("100 at once");
});
