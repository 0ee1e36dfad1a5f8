import { spawnSync } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { api, productFiles } from "../stage/product.ts";
import { type Outcome, Sandbox } from "../stage/sandbox.ts";
import { shape } from "../stage/typed-line.ts";
import { whole } from "../stage/whole.ts";
import { expectNoChanges } from "./outcome.ts";

/** A bucket and an app whose secrets nobody can read back: runs of it die, and the next one goes on. */
const system = {
  buckets: { media: { name: "acme-media" } },
  apps: {
    api: {
      ...api,
      secrets: { S3_KEY: "${storage.accessKeyId}", S3_SECRET: "${storage.secretAccessKey}" },
    },
  },
};

const acme = new Sandbox(productFiles(system, { staging: { deploy: { on: { push: { branches: ["main"] } } } } }));
afterAll(() => acme.close());

const up = () => acme.run(["parity", "up", "--yes", "--stack", "staging"]);

/** Starts an up and waits until a cloud has done a call's work and holds its answer. */
async function upTo(operation: string) {
  await acme.fault(operation, "slow", { times: 9, delayMs: 15000 });
  let early: Outcome | undefined;
  const ended = up().then((outcome) => {
    early = outcome;
    return outcome;
  });
  while ((await acme.faults()).some(({ times }) => times === 9)) {
    if (early) throw new Error(`The up ended before ${operation}:\n${early.text}`);
    await setTimeout(50);
  }
  const { stdout } = spawnSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" });
  const project = acme.source.replace(/source$/, "sandbox/project");
  const engine = stdout.split("\n").find((line) => line.includes(`pulumi -C ${project} up `)) ?? "";
  return { engine: Number.parseInt(engine, 10), ended };
}

test("a bucket whose answer is lost is taken over by the run that made it", async () => {
  await acme.fault("cloudflare.createBucket", "lose");
  const { code, text } = await up();
  expect(code).toBe(1);
  expect(text).toContain("taken over  cloudflare R2Bucket media, which was made although its answer was lost");
});

test("the lock of a run that was killed is explained, with the line that frees the stack", async () => {
  const { engine, ended } = await upTo("fly.updateSecrets");
  process.kill(engine, "SIGKILL");
  expect((await ended).text).toContain("The engine was killed (SIGKILL)");
  const stale = await up();
  expect(stale.text).toContain("Why: It does not run any more: ");
  expect(stale.code).toBe(1);
  expect((await acme.type(stale.text, shape`pulumi cancel --stack …`)).code).toBe(0);
});

test("what the killed run wrote is taken over, secrets too, and nothing of it stays behind", async () => {
  await acme.succeed(["faults", "clear"]);
  const { code, text } = await up();
  expect(text).toContain("taken over  fly Secrets api, which an interrupted run made");
  expect(code).toBe(0);
  expect(await acme.state("staging")).not.toContain("pending_operations");
  await acme.succeed(["preview", "--refresh", "--stack", "staging", "--expect-no-changes"]);
  const { buckets } = await acme.cloud<{ buckets: object }>("cloudflare");
  expect(Object.keys(buckets)).toHaveLength(1);
});

test("a destroy asks first, goes on although an answer is lost, and leaves nothing", async () => {
  const destroy = ["parity", "destroy", "--stack", "staging"];
  const unasked = await acme.run(destroy);
  expect(unasked).toMatchObject({ code: 1, text: expect.stringContaining("nobody sits at a terminal to agree") });
  expect(unasked.text.trimEnd()).toMatch(/\nNothing was changed\.$/);
  await acme.fault("cloudflare.deleteBucket", "lose");
  expect(await acme.succeed([...destroy, "--yes"])).toMatch(/\nstaging is gone: \d+ deleted\.$/m);
  expect(await leftInClouds()).toEqual({ apps: [], buckets: [], tokens: [] });
  expect(await acme.succeed([...destroy, "--yes"])).toContain("Nothing of staging is there. Nothing was changed.");
});

whole("a destroy after an up that was killed deletes what that was just making, and its token too", async () => {
  const { engine, ended } = await upTo("cloudflare.createAccountToken");
  process.kill(engine, "SIGKILL");
  await ended;
  await acme.clearFaults();
  await acme.succeed(["cancel", "--stack", "staging", "--yes"]);
  expect((await leftInClouds()).tokens).toHaveLength(1);
  const text = await acme.succeed(["parity", "destroy", "--stack", "staging", "--yes"]);
  expect(text).toContain("discarded  r2 Credentials storage, of which an interrupted run has lost the value: ");
  expect(await leftInClouds()).toEqual({ apps: [], buckets: [], tokens: [] });
});

whole("of two ups at once one goes on, and the other says so and changes nothing", async () => {
  const { ended } = await upTo("fly.updateSecrets");
  const second = await up();
  expect(second.code).toBe(1);
  expect(second.text).toMatch(/Stack staging is locked by process \d+ of |Another run writes the state of staging/);
  expect(second.text.trimEnd()).toMatch(/\nNothing was changed\.$/);
  expect(await ended).toMatchObject({ code: 0, text: expect.stringMatching(/staging is up: \d+ created\.\s*$/) });
  await expectNoChanges(acme, "staging", "--refresh");
  expect((await leftInClouds()).buckets).toHaveLength(1);
});

async function leftInClouds() {
  const { buckets, tokens } = await acme.cloud<{ buckets: object; tokens: object }>("cloudflare");
  const { apps } = await acme.cloud<{ apps: object }>("fly");
  return { apps: Object.keys(apps), buckets: Object.keys(buckets), tokens: Object.keys(tokens) };
}
