import { expect, test } from "vitest";
import { takeInventory } from "../../src/components/inventory.ts";
import { blueprintOf } from "../config/acme.ts";

test("an inventory names every thing of an environment with where it lies, whose it is, and the names of its values", () => {
  expect(takeInventory(blueprintOf("staging"))).toEqual([
    {
      ...{ noun: "apps", key: "api", name: "acme-api-staging", at: "fly" },
      ...{ variables: ["LOG_LEVEL"], secrets: ["DATABASE_URL", "KEY", "S3_KEY", "TOKEN"] },
    },
    { noun: "databases", key: "main", name: "acme-staging", at: "neon", variables: [], secrets: [] },
    { noun: "buckets", key: "media", name: "acme-media-staging", at: "cloudflare", variables: [], secrets: [] },
    {
      ...{ noun: "sites", key: "web", name: "acme", at: "cloudflare", owner: "shared", slot: "preview" },
      ...{ variables: ["API"], secrets: [] },
    },
  ]);
});

test.each([
  ["dev", { noun: "apps", at: "local" }],
  ["dev", { noun: "databases", at: "local" }],
])("in %s, what runs on the developer's machine lies there: %j", (stack, thing) => {
  const environment = { databases: { main: { provider: "docker" } } };
  expect(takeInventory(blueprintOf(stack, environment))).toContainEqual(expect.objectContaining(thing));
});
