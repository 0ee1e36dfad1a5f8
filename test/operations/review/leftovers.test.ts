import { beforeEach, expect, test } from "vitest";
import { flyCloud } from "../../../sandbox/clouds/fly/index.ts";
import { neonCloud } from "../../../sandbox/clouds/neon/index.ts";
import { EXAMPLE_PULL } from "../../../src/components/review/example.ts";
import { reviewStack } from "../../../src/components/review/template.ts";
import { flyLeftovers } from "../../../src/operations/review/leftovers/fly.ts";
import { neonLeftovers } from "../../../src/operations/review/leftovers/neon.ts";
import { connectClouds, pluginConfig } from "../../../src/provider/clouds.ts";
import { toOwnershipMark } from "../../../src/provider/neon/ownership.ts";
import { blueprintOf } from "../../config/acme.ts";
import { organization, startCloud, tokens } from "../../stage/clouds.ts";

const { signal } = new AbortController();
const project = { region: "aws-us-east-1" };

async function start() {
  const [fly, neon] = [await startCloud(flyCloud), await startCloud(neonCloud)];
  const clouds = connectClouds(
    pluginConfig.parse({
      ...{ flyToken: tokens.fly, flyFlapsUrl: fly.url, flyApiUrl: fly.url },
      ...{ neonApiKey: tokens.neon, neonBaseUrl: `${neon.url}/api/v2` },
    }),
    signal,
  );
  return { fly, neon, clouds };
}

let cloud: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  cloud = await start();
});

/** What the template would make for pull request `EXAMPLE_PULL`, with a database of its own. */
const exampleOf = (provider: "fly" | "neon") =>
  blueprintOf(
    reviewStack(EXAMPLE_PULL),
    { sites: { web: null }, differs: { "sites.web": "only what is looked for here" } },
    { fly: { organization: "acme" }, databases: { main: { provider } }, neon: { ...project, organization } },
  );

const sources = () => ({ clouds: cloud.clouds, github: undefined, signal });
const searched = (provider: "fly" | "neon") => ({ folder: ".", example: exampleOf(provider), product: undefined });

test("clusters and apps are found by the name that the template gives, and deleted to their end", async () => {
  const fly = await cloud.clouds.fly();
  for (const name of ["acme-pr-7", "acme-pr-7-mine", "acme-staging"]) {
    await fly.postgres.create({ name, organization: "acme", region: "iad", plan: "basic" });
  }
  for (const name of ["acme-api-pr-7", "acme-api-pr-x"]) await fly.apps.create({ name, organization: "acme" });
  const found = await flyLeftovers.find(searched("fly"), sources());
  expect(found.map(({ pull, what }) => [pull, what])).toEqual([
    [7, "Fly app acme-api-pr-7"],
    [7, "Fly Postgres cluster acme-pr-7"],
  ]);
  for (const { remove } of found) await remove();
  expect(await flyLeftovers.find(searched("fly"), sources())).toEqual([]);
  expect((await fly.postgres.list("acme")).map(({ name }) => name)).toEqual(["acme-pr-7-mine", "acme-staging"]);
  expect((await fly.apps.list("acme")).map(({ name }) => name)).toEqual(["acme-api-pr-x"]);
});

test("Neon projects of their own count by name and by mark", async () => {
  const neon = await cloud.clouds.neon();
  const make = async (name: string, stack?: string) => {
    const { settled } = await neon.projects.create({
      ...{ name, region_id: project.region, pg_version: 17, org_id: organization },
      branch: {
        ...{ name: "main", role_name: "main_owner", database_name: "main" },
        ...(stack !== undefined && {
          annotations: {
            ...toOwnershipMark("parity:neon:Project", { project: "acme", stack, name: "main" }, "lineage"),
          },
        }),
      },
    });
    await settled;
  };
  await make("acme-pr-7", "pr-7");
  await make("acme-pr-8");
  await make("acme-pr-9", "pr-7");
  const found = await neonLeftovers.find(searched("neon"), sources());
  expect(found.map(({ pull, what }) => [pull, what])).toEqual([[7, "Neon project acme-pr-7"]]);
  await found[0]?.remove();
  expect(await neonLeftovers.find(searched("neon"), sources())).toEqual([]);
  expect((await neon.projects.list(organization)).map(({ name }) => name).sort()).toEqual(["acme-pr-8", "acme-pr-9"]);
});
