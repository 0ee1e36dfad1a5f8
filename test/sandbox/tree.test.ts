import { expect, it } from "vitest";
import { renderTree } from "../../sandbox/tree.ts";

const state = {
  tokenDigest: "abc",
  account: { id: "x" },
  apps: { api: { region: "ord", secrets: { API_TOKEN: { digest: "1" } }, certificates: {} } },
  organizations: [{ id: "1", slug: "acme", passwordSeed: "xyz" }],
  projects: [{ project: { id: "p1", name: "main" }, branches: [{ id: "b1", name: "dev", scope: { kind: "user" } }] }],
  zones: ["a.example", "b.example"],
  buckets: {},
};

it("what a cloud holds is listed by name, without what is empty", () => {
  expect(renderTree(state, false)).toEqual([
    "apps",
    "  api",
    "    secrets",
    "      API_TOKEN",
    "organizations",
    "  acme",
    "projects",
    "  main",
    "    branches",
    "      dev",
    "zones: a.example, b.example",
  ]);
});

it("what is deleted and can be restored is marked", () => {
  expect(renderTree([{ project: { name: "main" }, deletedAt: "2026-01-05T10:00:00Z" }], false)).toEqual([
    "main (deleted)",
  ]);
});

it("in detail every plain value is shown but those that secrets are compared with or made from", () => {
  const shown = renderTree(state, true).join("\n");
  expect(shown).toContain("    region: ord");
  expect(shown).toContain("        kind: user");
  expect(shown).not.toMatch(/abc|xyz|digest/);
});
