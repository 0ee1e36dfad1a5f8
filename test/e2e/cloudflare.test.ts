import { afterAll, expect, test } from "vitest";
import { productFiles } from "../stage/product.ts";
import { Sandbox } from "../stage/sandbox.ts";
import { expectNoChanges } from "./outcome.ts";

/** A bucket that pages and people read, some of which is deleted after a while, and a Pages project of the environment's own. */
const system = {
  sites: {
    web: {
      project: "acme-web${environment.suffix}",
      productionBranch: "staging",
      branch: "staging",
      domains: ["acme.dev"],
      compatibility: { date: "2024-09-23", flags: ["nodejs_compat"] },
      variables: { API: "${apps.api.url}" },
    },
  },
  buckets: {
    media: {
      name: "acme-media${environment.suffix}",
      domains: ["media.acme.dev"],
      public: true,
      expire: { "tmp/": 7 },
      cors: { origins: ["https://acme.dev"], methods: ["GET"], exposed: ["ETag"] },
    },
  },
  apps: {
    api: {
      name: "acme-api${environment.suffix}",
      port: 8000,
      domains: ["*.apps.acme.dev", "apps.acme.dev"],
      variables: { MEDIA: "${buckets.media.url}" },
      secrets: { KEY: "${storage.secretAccessKey}" },
    },
  },
};
const acme = new Sandbox(productFiles(system, { staging: { deploy: { on: { push: { branches: ["main"] } } } } }));

afterAll(() => acme.close());

interface PagesProject {
  readonly deployment_configs: { readonly [slot: string]: unknown };
}

interface DnsRecord {
  readonly type: string;
  readonly name: string;
  readonly fields: { readonly proxied: boolean };
}

const held = async () => JSON.stringify(await acme.cloud("cloudflare"));

test("a bucket is read at its own host and at r2.dev, tells pages its headers, and forgets what is old", async () => {
  await acme.bringUp("staging");
  await expectNoChanges(acme, "staging", "--refresh");
  const cloudflare = await held();
  for (const said of ["media.acme.dev", '"exposeHeaders":["ETag"]', '"prefix":"tmp/"', `"maxAge":${7 * 24 * 3600}`]) {
    expect(cloudflare).toContain(said);
  }
  expect(cloudflare).toContain('"Default Multipart Abort Rule"');
});

test("an environment has a Pages project of its own, with the production slot and a domain in it", async () => {
  const { pagesProjects } = await acme.cloud<{ pagesProjects: { [key: string]: PagesProject } }>("cloudflare");
  const [project, ...others] = Object.values(pagesProjects);
  expect(others).toEqual([]);
  expect(project).toMatchObject({
    name: "acme-web-staging",
    production_branch: "staging",
    domains: [{ name: "acme.dev" }],
  });
  expect(project?.deployment_configs["production"]).toMatchObject({
    settings: { compatibility_date: "2024-09-23", compatibility_flags: ["nodejs_compat"] },
    envVars: { API: { value: "https://apps.acme.dev" } },
  });
  expect(project?.deployment_configs["preview"]).toMatchObject({ settings: { compatibility_flags: [] }, envVars: {} });
});

test("an app answers for a domain and all below it, with every record that the two certificates need", async () => {
  const { dnsRecords } = await acme.cloud<{ dnsRecords: { [id: string]: DnsRecord } }>("cloudflare");
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

test("a bucket is closed again when that is written", async () => {
  const open = await held();
  acme.edit("Pulumi.yaml", (text) => text.replace("public: true", "public: false"));
  await acme.bringUp("staging");
  expect(await held()).not.toBe(open);
  await expectNoChanges(acme, "staging", "--refresh");
  await acme.succeed(["destroy", "--stack", "staging", "--yes"]);
});
