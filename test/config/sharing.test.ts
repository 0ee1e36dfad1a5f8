import { expect, test } from "vitest";
import { checkSharing } from "../../src/config/sharing.ts";
import { blueprintOf, resolveAcme, shortly } from "./acme.ts";

test("environments that keep to their names share nothing", () => {
  const stacks = ["dev", "staging", "production", "shared"].map((stack) => blueprintOf(stack));
  expect(checkSharing(stacks)).toEqual([]);
});

test.each([
  ["a database", { databases: { main: { name: "acme" } } }, 'The Neon project "acme"'],
  [
    "a bucket",
    { buckets: { media: { name: "acme-media" } } },
    'The R2 bucket "acme-media" (default) of account 0123456789abcdef0123456789abcdef',
  ],
  ["an app", { apps: { api: { name: "acme-api" } } }, 'The Fly app "acme-api"'],
  ["a host", { apps: { api: { domains: ["acme-api.fly.dev"] } } }, 'The host "acme-api.fly.dev"'],
])("two stacks on %s are refused", (_name, environment, thing) => {
  const stacks = [blueprintOf("production"), blueprintOf("staging", { ...environment, ...zones })];
  const found = checkSharing(stacks).map(({ stack, what }) => `${stack}: ${what}`);
  expect(found).toContain(`staging: ${thing} is also declared by the stack "production".`);
});

const zones = { cloudflare: { zones: { "fly.dev": "zone" } } };

test("two stacks on one Pages slot are refused, and on two slots are not", () => {
  const staging = blueprintOf("staging");
  const review = blueprintOf("pr-1", { deploy: {}, sites: { web: { branch: "pr-1" } } });
  expect(checkSharing([staging, review]).map(({ what }) => what)).toEqual([
    'The preview slot of the Pages project "acme" of account 0123456789abcdef0123456789abcdef is also declared by the stack "staging".',
  ]);
});

test("production's database is never shared, whatever the reason", () => {
  const shared = { owner: "production", reason: "it would be cheaper to have one" };
  const findings = shortly(resolveAcme("staging", {}, { databases: { main: { shared } } }));
  expect(findings).toEqual([
    'system databases.main.shared [shared-production-database] Production\'s database "main" would be shared. → give each environment a database of its own',
  ]);
});
