import { expect, it } from "vitest";
import { readSeed } from "../../sandbox/seed.ts";

const main = `
name: shop
config:
  shop:system:
    value:
      repository: acme/shop
      fly: { organization: acme }
      neon: { organization: org-main-1 }
      cloudflare: { account: aaaa, zones: { shop.example: zone1 } }
      apps: { api: { organization: acme-apps } }
`;
const staging = `
config:
  shop:environment:
    fly: { organization: acme-staging }
    neon: { organization: org-main-1 }
    cloudflare: { zones: { staging.example: zone2 } }
`;

it("the clouds start with every account that the project's files name, each once", () => {
  const stacks = new Map([
    ["broken", "config: ["],
    ["staging", staging],
  ]);
  expect(readSeed({ folder: "/x", name: "shop", main, stacks })).toEqual({
    tokens: expect.objectContaining({ cloudflare: expect.stringMatching(/^[\w-]{40}$/) }),
    flyOrganizations: ["acme", "acme-apps", "acme-staging"],
    neonOrganizations: ["org-main-1"],
    cloudflareAccounts: ["aaaa"],
    cloudflareZones: [
      { id: "zone1", name: "shop.example", account: "aaaa" },
      { id: "zone2", name: "staging.example", account: "aaaa" },
    ],
    githubRepositories: ["acme/shop"],
  });
});

it("a system in unqualified project config is read too", () => {
  const unqualified = "name: shop\nconfig: { system: { value: { repository: acme/shop } } }\n";
  const seed = readSeed({ folder: "/x", name: "shop", main: unqualified, stacks: new Map() });
  expect(seed.githubRepositories).toEqual(["acme/shop"]);
});
