import { expect, test } from "vitest";
import { cloudflareCloud } from "../../../sandbox/clouds/cloudflare/index.ts";
import { flyCloud } from "../../../sandbox/clouds/fly/index.ts";
import { neonCloud } from "../../../sandbox/clouds/neon/index.ts";
import { findAccounts } from "../../../src/operations/init/accounts.ts";
import { startCloud, tokens } from "../../stage/clouds.ts";

const account = "0123456789abcdef0123456789abcdef";

async function environment(): Promise<NodeJS.ProcessEnv> {
  const seed = {
    flyOrganizations: ["acme", "globex"],
    neonOrganizations: ["org-acme-12345678"],
    cloudflareAccounts: [account],
    githubRepositories: [],
  };
  const fly = await startCloud(flyCloud, seed);
  const neon = await startCloud(neonCloud, seed);
  const cloudflare = await startCloud(cloudflareCloud, seed);
  return {
    FLY_API_TOKEN: tokens.fly,
    FLY_FLAPS_BASE_URL: fly.url,
    NEON_API_KEY: tokens.neon,
    NEON_API_HOST: `${neon.url}/api/v2`,
    CLOUDFLARE_API_TOKEN: tokens.cloudflare,
    CLOUDFLARE_BASE_URL: `${cloudflare.url}/client/v4`,
  };
}

const ids = (list: readonly { readonly id: string }[] | undefined) => list?.map(({ id }) => id);

test("each vendor with a token says which accounts it reaches", async () => {
  const told: string[] = [];
  const found = await findAccounts(await environment(), (line) => told.push(line));
  expect(ids(found.fly)).toEqual(expect.arrayContaining(["acme", "globex"]));
  expect(ids(found.neon)).toContain("org-acme-12345678");
  expect(ids(found.cloudflare)).toContain(account);
  expect(told).toEqual([]);
});

test("a vendor without a token is not asked", async () => {
  expect(await findAccounts({ NEON_API_HOST: "http://127.0.0.1:1" }, () => undefined)).toEqual({});
});

test("one that refuses is named, without the token, and left out", async () => {
  const told: string[] = [];
  const env = { ...(await environment()), CLOUDFLARE_API_TOKEN: "canary-of-a-token" };
  const found = await findAccounts(env, (line) => told.push(line));
  expect([found.cloudflare, ids(found.neon)?.length]).toEqual([undefined, 1]);
  expect(told).toEqual([expect.stringMatching(/^Cloudflare did not say which accounts there are: /)]);
  expect(told.join()).not.toContain("canary-of-a-token");
});
