import { afterAll, expect, test } from "vitest";
import type { JournalEntry } from "../../sandbox/clouds/core/journal.ts";
import type { PreviewReport } from "../../src/operations/preview/report.ts";
import { callWith } from "../stage/by-hand.ts";
import { accounts } from "../stage/product.ts";
import { whole } from "../stage/whole.ts";
import { openEverything } from "./everything.ts";
import { expectNoChanges, live } from "./outcome.ts";

const acme = openEverything();
afterAll(() => acme.close());

interface Fly {
  readonly apps: {
    readonly [name: string]: {
      readonly ipAddresses: readonly unknown[];
      readonly volumes?: { readonly [id: string]: { name: string; region: string; sizeGb: number } };
    };
  };
}

interface Cloudflare {
  readonly pagesProjects: {
    readonly [key: string]: { readonly name: string; readonly deployment_configs: { readonly [slot: string]: object } };
  };
  readonly dnsRecords: { readonly [id: string]: { type: string; name: string; fields: { proxied: boolean } } };
}

interface Neon {
  readonly projects: readonly {
    readonly roles: readonly { readonly branch_id: string; readonly name: string }[];
    readonly databases: readonly { readonly branch_id: string; readonly name: string; readonly owner_name: string }[];
    readonly branches: readonly { readonly id: string; readonly name: string; readonly last_reset_at?: string }[];
  }[];
}

const cache = async () => (await acme.cloud<Fly>("fly")).apps["acme-cache-staging"];

async function disks(): Promise<string[]> {
  const volumes = Object.values((await cache())?.volumes ?? {});
  return volumes.map(({ name, region, sizeGb }) => `${name} ${region} ${sizeGb}`).sort();
}

/** A preview of staging, and what it read at the vendors, by operation and place. */
async function askPreview(...words: readonly string[]) {
  const before = (await acme.journal()).length;
  const report = await acme.ask<PreviewReport>(["parity", "preview", "--stack", "staging", "--json", ...words]);
  const asked = (await acme.journal()).slice(before);
  // The github plugin looks its owner up, and names a repository by its number.
  const read = asked.filter(({ operation }) => operation !== "github.getOrganization");
  return { report, read: [...new Set(read.map((entry) => `${entry.operation} ${placeOf(entry)}`))].sort() };
}

function placeOf({ path }: JournalEntry): string {
  const { pathname, searchParams } = new URL(path, "http://cloud");
  searchParams.sort();
  return `${decodeURIComponent(pathname).replace(/\/(repositories\/\d+|repos\/[^/]+\/[^/]+)\//, "/repository/")}?${searchParams}`;
}

async function project() {
  const [found] = (await acme.cloud<Neon>("neon")).projects;
  if (!found) throw new Error("there is no project");
  return found;
}

test("two environments come up with all of it, and the second stays as it is", async () => {
  for (const stack of ["staging", "trial"]) await acme.bringUp(stack);
  await expectNoChanges(acme, "trial", "--refresh");
});

test("the first stays as it is, and as the second came up beside it, which is then said without an engine", async () => {
  const engine = await askPreview();
  expect(engine.report).toMatchObject({ outcome: "no changes", drift: [], errors: [] });
  await askPreview();
  const { report, read } = await askPreview();
  const { compared, ...same } = report;
  expect(compared).toEqual({ with: expect.any(String), clouds: true });
  expect(same).toEqual(engine.report);
  expect(read).toEqual(engine.read);
  const blind = await askPreview("--no-refresh");
  expect([blind.read, blind.report.compared?.clouds]).toEqual([[], false]);
  expect((await askPreview("--engine")).report).toEqual(engine.report);
});

whole("what somebody changes by hand is seen by the engine, which no digest keeps from running", async () => {
  const call = callWith(await acme.variables());
  const { dnsRecords } = await acme.cloud<Cloudflare>("cloudflare");
  const [id] = Object.entries(dnsRecords).find(([, { name }]) => name === "acme.dev") ?? [];
  const record = `PATCH /zones/${accounts.cloudflare.zones["acme.dev"]}/dns_records/${id}`;
  await call("CLOUDFLARE_API", record, { proxied: false });
  const { report } = await askPreview();
  expect(report.compared).toBeUndefined();
  expect(report.drift).toMatchObject([{ resource: expect.stringContaining("DnsRecord") }]);
  await call("CLOUDFLARE_API", record, { proxied: true });
});

test("each app has the addresses and disks that its kind needs, and no others", async () => {
  const { apps } = await acme.cloud<Fly>("fly");
  const addresses = Object.entries(apps).map(([name, { ipAddresses }]) => `${name} ${ipAddresses.length}`);
  const kinds = ["api 2", "cache 0", "mail 2", "cron 0"].map((kind) => kind.split(" "));
  const expected = ["staging", "trial"].flatMap((stack) => kinds.map(([app, n]) => `acme-${app}-${stack} ${n}`));
  expect(addresses.sort()).toEqual(expected.sort());
  expect(await disks()).toEqual(["data iad 2"]);
});

test("a bucket is read at its own host and at r2.dev, tells pages its headers, and forgets what is old", async () => {
  const held = JSON.stringify(await acme.cloud("cloudflare"));
  for (const said of ["media.acme.dev", '"exposeHeaders":["ETag"]', '"prefix":"tmp/"', `"maxAge":${7 * 24 * 3600}`]) {
    expect(held).toContain(said);
  }
  expect(held).toContain('"Default Multipart Abort Rule"');
});

test("each environment has a Pages project of its own, with the production slot and a domain in it", async () => {
  const { pagesProjects } = await acme.cloud<Cloudflare>("cloudflare");
  const projects = Object.values(pagesProjects);
  expect(projects.map(({ name }) => name).sort()).toEqual(["acme-web-staging", "acme-web-trial"]);
  const staging = projects.find(({ name }) => name === "acme-web-staging");
  expect(staging).toMatchObject({ production_branch: "staging", domains: [{ name: "acme.dev" }] });
  expect(staging?.deployment_configs["production"]).toMatchObject({
    settings: { compatibility_date: "2024-09-23", compatibility_flags: ["nodejs_compat"] },
    envVars: { API: { value: "https://apps.acme.dev" } },
  });
  expect(staging?.deployment_configs["preview"]).toMatchObject({ settings: { compatibility_flags: [] }, envVars: {} });
});

test("an app answers for a domain and all below it, with every record that the two certificates need", async () => {
  const { dnsRecords } = await acme.cloud<Cloudflare>("cloudflare");
  const records = Object.values(dnsRecords).map(
    ({ type, name, fields }) => `${type} ${name}${fields.proxied ? " proxied" : ""}`,
  );
  expect(records.filter((record) => record.includes("apps.acme.dev")).sort()).toEqual([
    "A *.apps.acme.dev",
    "A apps.acme.dev",
    "AAAA *.apps.acme.dev",
    "AAAA apps.acme.dev",
    "CNAME _acme-challenge.apps.acme.dev",
    "TXT _fly-ownership.apps.acme.dev",
  ]);
  expect(records).toContain("CNAME acme.dev proxied");
});

test("a second database in the project has an owner of its own, and the branch its copy of both", async () => {
  const { branches, roles, databases } = await project();
  expect(branches).toHaveLength(2);
  for (const { id } of branches) {
    const isHere = (one: { readonly branch_id: string }) => one.branch_id === id;
    const owned = databases.filter(isHere).map(({ name, owner_name: owner }) => `${name} of ${owner}`);
    const names = roles.filter(isHere).map(({ name }) => name);
    expect(names.sort()).toEqual(["events_owner", "main_owner"]);
    expect(owned.sort()).toEqual(["events of events_owner", "main of main_owner"]);
  }
});

whole("the branch is reset to staging's data when somebody agrees, and hands out what has changed", async () => {
  const words = ["parity", "reset", "--stack", "trial", "--database", "main"];
  const asked = await acme.run(words);
  expect(asked.code).toBe(1);
  expect(asked.text).toContain("Lost for good: everything written to main, events since");
  const resets = async () => (await project()).branches.flatMap(({ last_reset_at: at }) => at ?? []);
  expect(await resets()).toEqual([]);
  expect(await acme.succeed([...words, "--yes"])).toContain('Branch "acme-trial" was reset.');
  expect(await resets()).toHaveLength(1);
  await acme.bringUp("trial");
  await expectNoChanges(acme, "trial", "--refresh");
  const { code, text } = await acme.run(["parity", "reset", "--stack", "staging", "--database", "main", "--yes"]);
  expect(code).toBe(1);
  expect(text).toContain('"main" of "staging" is not a branch');
});

test("a disk is grown in place, and another region gets one of its own; a bucket is closed where that is written", async () => {
  const before = Object.keys((await cache())?.volumes ?? {});
  const open = JSON.stringify(await acme.cloud("cloudflare"));
  acme.edit("Pulumi.yaml", (text) => text.replace("size: 2", "size: 5").replace("public: true", "public: false"));
  acme.edit("Pulumi.staging.yaml", (text) => text.replace("iad: 1", "iad: 1\n          ams: 2"));
  await acme.bringUp("staging");
  expect(await disks()).toEqual(["data ams 5", "data ams 5", "data iad 5"]);
  expect(Object.keys((await cache())?.volumes ?? {})).toEqual(expect.arrayContaining(before));
  expect(JSON.stringify(await acme.cloud("cloudflare"))).not.toBe(open);
  await expectNoChanges(acme, "staging", "--refresh");
});

whole("a disk is never made smaller", async () => {
  acme.edit("Pulumi.yaml", (text) => text.replace("size: 5", "size: 3"));
  const { code, text } = await acme.run(["up", "--stack", "staging", "--yes"]);
  expect(code, text).not.toBe(0);
  expect(text).toContain("A Fly volume cannot be made smaller");
  expect(await disks()).toEqual(["data ams 5", "data ams 5", "data iad 5"]);
  acme.edit("Pulumi.yaml", (text) => text.replace("size: 3", "size: 5"));
  await expectNoChanges(acme, "staging", "--refresh");
});

whole("drift names a public address of an app that declares none", async () => {
  const call = callWith(await acme.variables());
  await call("FLY_FLAPS", "POST /apps/acme-cache-staging/ip_assignments", { type: "v6" });
  const { code, text } = await acme.run(["parity", "drift", "--stack", "staging"]);
  expect(code, text).toBe(2);
  expect(text).toMatch(/fly addresses acme-cache-staging[\s\S]*Run: fly ips release \S+ -a acme-cache-staging/);
});

test("a stack whose databases others are branches of is not taken down before them", async () => {
  const { code, text } = await acme.run(["parity", "destroy", "--stack", "staging", "--yes"]);
  expect(code).toBe(1);
  expect(text).toContain("trial is up, and reads databases.main of staging.");
});

test("destroy takes the branch and leaves staging's database, and then leaves nothing", async () => {
  await acme.succeed(["parity", "destroy", "--stack", "trial", "--yes"]);
  expect(JSON.stringify(live(await acme.cloud("neon")))).not.toContain('"acme-trial"');
  await acme.succeed(["parity", "destroy", "--stack", "staging", "--yes"]);
  expect(live((await acme.cloud<Fly>("fly")).apps)).toEqual({});
  expect(JSON.stringify(live(await acme.cloud("neon")))).not.toContain('"acme-staging"');
});
