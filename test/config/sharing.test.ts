import { expect, test } from "vitest";
import { checkClaims } from "../../src/components/claims.ts";
import { resolveAcme, shortly } from "./acme.ts";

test("environments that keep to their names share nothing", () => {
  const claims = ["dev", "staging", "production", "shared"].flatMap((stack) => resolveAcme(stack).claims);
  expect(checkClaims(claims)).toEqual([]);
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
  const stacks = [resolveAcme("production"), resolveAcme("staging", { ...environment, ...zones })];
  const found = checkClaims(stacks.flatMap(({ claims }) => claims)).map(
    ({ stack, problem: { what } }) => `${stack}: ${what}`,
  );
  expect(found).toContain(`staging: ${thing} is also declared by the stack "production".`);
});

const zones = { cloudflare: { zones: { "fly.dev": "zone" } } };

test("two stacks on one Pages slot are refused, and on two slots are not", () => {
  const staging = resolveAcme("staging");
  const other = resolveAcme("qa", { tier: "staging", deploy: {}, sites: { web: { branch: "qa" } } });
  expect(checkClaims([...staging.claims, ...other.claims]).map(({ problem: { what } }) => what)).toEqual([
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
