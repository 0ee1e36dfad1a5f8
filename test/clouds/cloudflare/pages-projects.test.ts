import { expect, test } from "vitest";
import { account, emulateCloudflare } from "./emulated-cloudflare.ts";

const make = { production_branch: "main" };

test("the Pages projects of an account are listed by name, over all pages", async () => {
  const { client, send } = await emulateCloudflare();
  const names = Array.from({ length: 21 }, (_, i) => `site-${i}`);
  for (const name of names) await send("POST", "/pages/projects", { ...make, name });
  expect(await client.projects.list(account)).toEqual(names);
});

test("an account without a Pages project lists none", async () => {
  const { client } = await emulateCloudflare();
  expect(await client.projects.list(account)).toEqual([]);
});

test("a Pages project is deleted alone, and its deletion is done the second time as well", async () => {
  const { client, send } = await emulateCloudflare();
  for (const name of ["site-pr-1", "site-pr-2"]) await send("POST", "/pages/projects", { ...make, name });
  await client.projects.delete({ accountId: account, project: "site-pr-1" });
  await client.projects.delete({ accountId: account, project: "site-pr-1" });
  expect(await client.projects.list(account)).toEqual(["site-pr-2"]);
});

test("a Pages project that Cloudflare keeps is not taken for deleted", async () => {
  const { client, cloud, send } = await emulateCloudflare();
  await send("POST", "/pages/projects", { ...make, name: "site" });
  cloud.faults.push({ operation: "cloudflare.deletePagesProject", kind: "refuse", status: 403, times: 1 });
  await expect(client.projects.delete({ accountId: account, project: "site" })).rejects.toThrow(
    'Cloudflare refused to delete Pages project "site": 403',
  );
  expect(await client.projects.list(account)).toEqual(["site"]);
});
