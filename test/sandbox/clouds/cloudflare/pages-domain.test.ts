import { beforeEach, expect, test } from "vitest";
import { account, type Served, serveCloudflare, zone } from "./served.ts";

const projects = `/accounts/${account}/pages/projects`;

let cloud: Served;
beforeEach(async () => {
  cloud = await serveCloudflare();
  await cloud.send("POST", projects, { name: "plyr", production_branch: "main" });
});

const addDomain = (name: string) => cloud.send("POST", `${projects}/plyr/domains`, { name });

test("a domain is pending until a CNAME leads to the project's host", async () => {
  const { status, body } = await addDomain("app.plyr.fm");
  expect(status).toBe(200);
  expect(body.result).toMatchObject({
    name: "app.plyr.fm",
    status: "pending",
    verification_data: { status: "pending" },
    validation_data: { status: "pending", method: "http" },
    certificate_authority: "google",
    zone_tag: zone,
  });
  const record = { type: "CNAME", name: "app.plyr.fm", content: "plyr.pages.dev", ttl: 1, proxied: true };
  await cloud.send("POST", `/zones/${zone}/dns_records`, record);
  expect((await cloud.send("GET", `${projects}/plyr/domains/app.plyr.fm`)).body.result).toEqual({
    ...(body.result as object),
    status: "active",
    verification_data: { status: "active" },
    validation_data: { status: "active", method: "http" },
  });
});

test("the project lists its domains behind its own host until they are deleted", async () => {
  await addDomain("app.plyr.fm");
  expect((await cloud.send("GET", `${projects}/plyr`)).body.result).toMatchObject({
    domains: ["plyr.pages.dev", "app.plyr.fm"],
  });
  expect((await cloud.send("DELETE", `${projects}/plyr/domains/app.plyr.fm`)).status).toBe(200);
  expect((await cloud.send("GET", `${projects}/plyr/domains`)).body.result).toEqual([]);
  expect((await cloud.send("DELETE", `${projects}/plyr/domains/app.plyr.fm`)).status).toBe(404);
});

test("a domain belongs to one project", async () => {
  await addDomain("app.plyr.fm");
  await cloud.send("POST", projects, { name: "other", production_branch: "main" });
  const { status } = await cloud.send("POST", `${projects}/other/domains`, { name: "app.plyr.fm" });
  expect(status).toBe(409);
});

test("a name that is not a domain is refused", async () => {
  expect((await addDomain("https://app.plyr.fm")).status).toBe(400);
});
