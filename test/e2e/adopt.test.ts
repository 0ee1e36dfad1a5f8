import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../stage/sandbox.ts";

interface Adopted {
  readonly outcome: string;
  readonly adoptions: readonly {
    readonly resource: string;
    readonly outcome: string;
    readonly ids: readonly string[];
  }[];
  readonly preview?: { readonly changes: readonly { readonly resource: string; readonly action: string }[] };
}

/** staging of plyr.fm runs, and its state is lost. */
const plyr = new Sandbox();
beforeAll(async () => {
  await plyr.bringUp("staging");
  const state = JSON.parse(await plyr.state("staging")) as { deployment: { resources: unknown[] } };
  state.deployment.resources = [];
  writeFileSync(join(plyr.source, "lost.json"), JSON.stringify(state));
  await plyr.succeed(["stack", "import", "--stack", "staging", "--file", join(plyr.source, "lost.json")]);
});
afterAll(() => plyr.close());

const clouds = async () =>
  JSON.stringify(
    await Promise.all((["fly", "neon", "cloudflare", "github"] as const).map((cloud) => plyr.cloud(cloud))),
  );

const outcomes = ({ adoptions }: Adopted, outcome: string) =>
  adoptions.filter((one) => one.outcome === outcome).map(({ resource }) => resource);

const structure = ["cloudflare R2Bucket audio", "cloudflare R2Bucket images", "fly App api", "neon Project main"];
const adopt = (...words: string[]) => plyr.ask<Adopted>(["parity", "adopt", "--stack", "staging", "--json", ...words]);

test("a dry run names what is there, and changes neither state nor clouds", async () => {
  const before = await clouds();
  const shown = await adopt("--dry-run");
  expect(shown.outcome).toBe("shown");
  expect(outcomes(shown, "found").sort()).toEqual(structure);
  expect(await clouds()).toBe(before);
  expect(await plyr.state("staging")).not.toContain("parity:neon:Project");
});

test("without --yes it asks for a look first, with the lines to run", async () => {
  const { code, text } = await plyr.run(["parity", "adopt", "--stack", "staging"]);
  expect(code).toBe(1);
  expect(text).toContain("Run: parity adopt --stack staging --dry-run");
  expect(text).toContain("Nothing was changed.");
});

test("what is found is taken over below its component, nothing is lost or replaced, and no cloud is written to", async () => {
  const before = await clouds();
  const adopted = await adopt("--yes");
  expect(adopted.outcome).toBe("adopted");
  expect(adopted.preview?.changes.filter(({ action }) => action === "delete" || action === "replace")).toEqual([]);
  expect(
    adopted.preview?.changes.filter(({ action }) => action === "create").map(({ resource }) => resource),
  ).not.toEqual(expect.arrayContaining(structure));
  expect(await clouds()).toBe(before);
  const state = await plyr.state("staging");
  expect(state).toContain("parity:index:Environment$parity:environment:App$parity:fly:App::api");
  expect(state).toContain("parity:environment:Storage$cloudflare:index/r2Bucket:R2Bucket::audio");
});

test("a second run takes over nothing more", async () => {
  expect((await adopt("--yes")).outcome).toBe("nothing");
});

test("secrets that nobody can read back are not overwritten by the next up", async () => {
  const digests = async () =>
    JSON.stringify(
      (await plyr.cloud<{ apps: Record<string, { secrets: unknown }> }>("fly")).apps["plyr-api-staging"]?.secrets,
    );
  const before = await digests();
  expect(before).toContain("OAUTH_ENCRYPTION_KEY");
  const { code, text } = await plyr.run(["up", "--stack", "staging", "--yes"]);
  expect(code).not.toBe(0);
  expect(text).toContain('App "plyr-api-staging" already has');
  expect(await digests()).toBe(before);
});
