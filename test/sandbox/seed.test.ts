import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSeed, recallSeed } from "../../sandbox/seed.ts";

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
  expect(readSeed({ main, stacks })).toEqual({
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
  const seed = readSeed({ main: unqualified, stacks: new Map() });
  expect(seed.githubRepositories).toEqual(["acme/shop"]);
});

it("is remembered until a text changes", () => {
  const file = join(mkdtempSync(join(tmpdir(), "seed-")), "remembered.json");
  const text = (organization: string) => ({
    main: `config:\n  shop:system:\n    value: { neon: { organization: ${organization} } }\n`,
    stacks: new Map<string, string>(),
  });
  const first = recallSeed(file, text("org-a"));
  expect(first).toEqual(readSeed(text("org-a")));
  writeFileSync(file, readFileSync(file, "utf8").replace("org-a", "org-remembered"));
  expect(recallSeed(file, text("org-a")).neonOrganizations).toEqual(["org-remembered"]);
  expect(recallSeed(file, text("org-b")).neonOrganizations).toEqual(["org-b"]);
});
