import { expect, it } from "vitest";
import { flyCloud } from "../../../sandbox/clouds/fly/index.ts";
import { Pace } from "../../../src/clouds/call/pace.ts";
import { Refusals } from "../../../src/clouds/call/refusals.ts";
import { retrying } from "../../../src/clouds/call/retry.ts";
import { cloudflareCallLimits } from "../../../src/clouds/cloudflare/call-limits.ts";
import { createFlyClient } from "../../../src/clouds/fly/client.ts";
import { flyService } from "../../../src/vendors/fly/hosts.ts";
import { type StartedCloud, startCloud, tokens } from "../../stage/clouds.ts";
import { skipPauses } from "../../stage/pauses.ts";

const environments = Array.from({ length: 20 }, (_, index) => index + 1);

/** Calls that a limit refused, and those whose repetition it refused as well. */
function refusalsOf({ journal }: Pick<StartedCloud, "journal">) {
  const refused = journal.read().filter(({ limit }) => limit !== undefined);
  return { refused: refused.length, again: refused.filter(({ again }) => again) };
}

it("keeps to what Fly takes of one app's actions, so that none of twenty environments with five hostnames is refused", async () => {
  const cloud = await startCloud(flyCloud);
  Object.assign(cloud.conditions, { rateLimits: true });
  const bringUp = async (name: string) => {
    const fly = createFlyClient({ token: tokens.fly, flapsUrl: cloud.url, apiUrl: cloud.url });
    await fly.apps.create({ name, organization: "acme" });
    const hostnames = ["a", "b", "c", "d", "e"].map((label) => `${label}.${name}.dev`);
    await Promise.all(hostnames.map((hostname) => fly.certificates.request(name, hostname)));
  };
  await Promise.all(environments.map((n) => bringUp(`acme-api-${n}`)));
  expect(refusalsOf(cloud)).toEqual({ refused: 0, again: [] });
});

it("holds calls back when Cloudflare says that few are left, for the call that is too many blocks all for five minutes", async () => {
  const restore = skipPauses();
  const began = Date.now();
  const pace = new Pace(cloudflareCallLimits);
  const call = { method: "GET", path: "/accounts" };
  const waited = async (ratelimit: string) => {
    pace.note(new Headers({ ratelimit }));
    return pace.run(call, undefined, async () => Date.now() - began);
  };
  expect(await waited('"default";r=51;t=120')).toBe(0);
  expect(await waited('"default";r=50;t=120')).toBe(120_000);
  restore();
});

it.each([
  ["waits out the five minutes of Cloudflare's block, which is longer than its own patience", 300, 2],
  ["comes back after a second where no time is named, for Neon counts by the second", undefined, 2],
  ["does not wait for what is an hour away", 3600, 1],
])("%s", async (_, seconds, tries) => {
  const restore = skipPauses();
  const retryAfterMs = seconds && seconds * 1000;
  const refusals = new Refusals(flyService, []);
  const subject = { action: "do it", method: "GET", path: "/v1" };
  const [began, asked] = [Date.now(), [] as number[]];
  await retrying({ kind: "write", deadlineMs: 30_000 }, async () => {
    asked.push(Date.now() - began);
    if (asked.length === 1) throw refusals.refused(subject, { status: 429, said: "", retryAfterMs });
  }).catch(() => undefined);
  expect(asked).toEqual([0, retryAfterMs ?? 1000].slice(0, tries));
  restore();
});
